import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;
const GERMAN = "html[lang='de-DE'] .pylot-page";

/** Press a button that leads to another page. */
function go(content, trigger) {
    return { content, trigger, run: "click", expectUnloadPage: true, timeout: PATIENCE };
}

/** A photo, as a phone's camera makes it. */
async function addPhoto() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    canvas.getContext("2d").fillRect(5, 5, 30, 30);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const transfer = new window.DataTransfer();
    transfer.items.add(new File([blob], "Hahn.png", { type: "image/png" }));
    document.querySelector(".pylot-form input[name=files]").files = transfer.files;
}

registry.category("web_tour.tours").add("pylot_complaint_form_tour", {
    steps: () => [
        { trigger: `${GERMAN} [name=text]`, run: "edit Der Hahn tropft." },
        { trigger: ".pylot-form [name=remedy]", run: "select repair" },
        { trigger: ".pylot-form [name=name]", run: "edit Frieda Flink" },
        { trigger: ".pylot-form [name=email]", run: "edit frieda@example.com" },
        go("Send without consent", ".pylot-form button[type=submit]"),
        {
            content: "The focus is on what is wrong",
            trigger: "#errors:focus a[href='#consent']",
            timeout: PATIENCE,
        },
        { trigger: ".pylot-form [name=text]:value('Der Hahn tropft.')" },
        { trigger: ".pylot-form [name=consent]", run: "click" },
        { trigger: ".pylot-form input[name=files]", run: addPhoto },
        go("Send", ".pylot-form button[type=submit]"),
        {
            content: "It says the number",
            trigger: `${GERMAN} [role=status] .pylot-summary dd`,
            timeout: PATIENCE,
        },
    ],
});

registry.category("web_tour.tours").add("pylot_complaint_reply_tour", {
    steps: () => [
        { content: "The photo is there", trigger: `${GERMAN} .pylot-files img` },
        { trigger: ".pylot-form [name=text]", run: "edit Er tropft noch immer." },
        { trigger: ".pylot-form input[name=files]", run: addPhoto },
        go("Send", "form[action$='/reply'] button[type=submit]"),
        {
            content: "The message is there",
            trigger: ".pylot-talk .pylot-said:contains(Er tropft noch immer.)",
            timeout: PATIENCE,
        },
        { trigger: ".alert-success[role=status]" },
    ],
});

registry.category("web_tour.tours").add("pylot_complaint_portal_tour", {
    steps: () => [
        go("From the list to the form", ".pylot-page a[href$='/complaint']"),
        { trigger: `${GERMAN} [name=text]`, run: "edit Der Hahn tropft." },
        { trigger: ".pylot-form [name=consent]", run: "click" },
        go("Send", ".pylot-form button[type=submit]"),
        {
            content: "It is on its page",
            trigger: ".pylot-talk .pylot-said:contains(Der Hahn tropft.)",
            timeout: PATIENCE,
        },
        { trigger: ".pylot-form [name=text]", run: "edit Und die Wand ist nass." },
        go("Send", "form[action$='/reply'] button[type=submit]"),
        {
            trigger: ".pylot-talk .pylot-said:contains(Und die Wand ist nass.)",
            timeout: PATIENCE,
        },
    ],
});
