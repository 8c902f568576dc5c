import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;
const GERMAN = "html[lang='de-DE'] .pylot-page";

/** Press a button that leads to another page. */
function go(content, trigger) {
    return { content, trigger, run: "click", expectUnloadPage: true, timeout: PATIENCE };
}

function edit(name, text) {
    return { trigger: `.pylot-form [name=${name}]`, run: `edit ${text}`, timeout: PATIENCE };
}

registry.category("web_tour.tours").add("pylot_estimate_tour", {
    steps: () => [
        edit("i_area", "12,55"),
        go("One digit too much", ".pylot-form button[type=submit]"),
        {
            content: "The focus is on what is wrong",
            trigger: "#errors:focus a[href='#i_area']",
            timeout: PATIENCE,
        },
        edit("i_area", "12,5"),
        { trigger: ".pylot-form [name=i_walls]", run: "selectByLabel Wallpaper" },
        go("What does it cost?", ".pylot-form button[type=submit]"),
        {
            content: "Roughly that",
            trigger: `${GERMAN} #result [role=status]:contains('100–140')`,
            timeout: PATIENCE,
        },
        go("Book an inspection", "#result a.btn-primary:contains(Besichtigung buchen)"),
        edit("zip", "10115"),
        go("See the times", ".pylot-form button[type=submit]"),
        go("Take the first time", ".pylot-times button[name=key]:first"),
        edit("name", "Frieda Flink"),
        edit("email", "frieda@example.com"),
        edit("street", "Lange Laube 3"),
        edit("city", "Berlin"),
        { trigger: ".pylot-form [name=consent]", run: "click" },
        go("Book", ".pylot-form button[type=submit]"),
        { content: "It is booked", trigger: `${GERMAN} dl.pylot-summary`, timeout: PATIENCE },
    ],
});
