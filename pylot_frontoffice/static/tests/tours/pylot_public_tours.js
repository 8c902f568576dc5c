import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;

const FREE = "html[lang='de-DE'] .pylot-times button[name=key]:first";
const SUMMARY = "html[lang='de-DE'] dl.pylot-summary";

/** Press a button that leads to another page. */
function go(content, trigger) {
    return { content, trigger, run: "click", expectUnloadPage: true, timeout: PATIENCE };
}

function edit(name, text) {
    return { trigger: `.pylot-form [name=${name}]`, run: `edit ${text}` };
}

function goToTimes() {
    return [
        go("Choose what is booked", ".pylot-card a[href*='/inspection-']"),
        edit("zip", "10115"),
        go("See the times", ".pylot-form button[type=submit]"),
    ];
}

/** Contact, with one mistake: nothing typed is lost. */
function fillIn() {
    return [
        edit("name", "Frieda Flink"),
        edit("email", "frieda@example.com"),
        edit("phone", "0511 123456"),
        edit("street", "Lange Laube 3"),
        edit("city", "Berlin"),
        go("Send without consent", ".pylot-form button[type=submit]"),
        {
            content: "The focus is on what is wrong",
            trigger: "#errors:focus a[href='#consent']",
            timeout: PATIENCE,
        },
        { trigger: ".pylot-form [name=street]:value('Lange Laube 3')" },
        { trigger: ".pylot-form [name=consent]", run: "click" },
        go("Send", ".pylot-form button[type=submit]"),
    ];
}

/** Somebody else holds the first time that is shown. */
async function takeFirstTime() {
    const button = document.querySelector(".pylot-times button[name=key]");
    const list = document.querySelector(".pylot-page a[href$='/waitlist']");
    const body = new FormData();
    body.set("csrf_token", button.form.elements.csrf_token.value);
    body.set("zip", "10115");
    body.set("key", button.value);
    sessionStorage.setItem("pylot_taken", button.value);
    const answer = await fetch(list.href.replace(/waitlist$/, "start"), { method: "POST", body });
    if (!answer.ok) {
        throw new Error(`the time could not be taken: ${answer.status}`);
    }
}

registry.category("web_tour.tours").add("pylot_public_book_tour", {
    steps: () => [
        ...goToTimes(),
        go("Take the first time", FREE),
        ...fillIn(),
        { content: "It is booked", trigger: SUMMARY, timeout: PATIENCE },
        { trigger: ".pylot-actions a[href$='/appointment.ics']" },
    ],
});

registry.category("web_tour.tours").add("pylot_public_taken_tour", {
    steps: () => [
        ...goToTimes(),
        { content: "Somebody else is faster", trigger: FREE, run: takeFirstTime },
        go("Take it all the same", FREE),
        {
            content: "It is said, and other times are offered",
            trigger: `.alert[role=alert] ~ form .pylot-times button[name=key]:first`,
            timeout: PATIENCE,
            run() {
                const taken = sessionStorage.getItem("pylot_taken");
                if (document.querySelector(`button[name=key][value='${taken}']`)) {
                    throw new Error("the time that is gone is still offered");
                }
            },
        },
        go("Take another one", FREE),
        ...fillIn(),
        { content: "It is booked", trigger: SUMMARY, timeout: PATIENCE },
    ],
});

registry.category("web_tour.tours").add("pylot_public_move_tour", {
    steps: () => [
        go("Another time", ".pylot-actions a[href$='/move']"),
        go("Take the first one", FREE),
        { content: "It is moved", trigger: SUMMARY, timeout: PATIENCE },
    ],
});

registry.category("web_tour.tours").add("pylot_public_cancel_tour", {
    steps: () => [
        go("Cancel", ".pylot-actions a[href$='/cancel']"),
        {
            content: "A reason",
            trigger: ".pylot-form [name=reason]:first",
            run: "click",
            timeout: PATIENCE,
        },
        edit("note", "Umgezogen"),
        go("Cancel bindingly", ".pylot-form button[type=submit]"),
        {
            content: "It is cancelled: nothing is left to be done with it",
            trigger: ".pylot-page:has(dl.pylot-summary):not(:has(.pylot-actions))",
            timeout: PATIENCE,
        },
    ],
});

registry.category("web_tour.tours").add("pylot_public_wait_tour", {
    steps: () => [
        ...goToTimes(),
        go("Nothing is free: wait", ".pylot-page:not(:has([name=key])) a[href$='/waitlist']"),
        edit("zip", "10115"),
        ...fillIn(),
        {
            content: "On the list",
            trigger: `${SUMMARY} ~ form[action$='/leave']`,
            timeout: PATIENCE,
        },
    ],
});

registry.category("web_tour.tours").add("pylot_public_offer_tour", {
    steps: () => [
        go("Take the time that has become free", FREE),
        { content: "It is booked", trigger: SUMMARY, timeout: PATIENCE },
        { trigger: ".pylot-actions a[href$='/appointment.ics']" },
    ],
});
