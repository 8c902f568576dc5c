import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;
const GERMAN = "html[lang='de-DE'] .pylot-page";
const FIRST = ".pylot-suggest li:first .pylot-suggest-question";

/** Press what leads to another page. */
function go(content, trigger) {
    return { content, trigger, run: "click", expectUnloadPage: true, timeout: PATIENCE };
}

function complain(text) {
    return [
        { trigger: `${GERMAN} [name=text]`, run: `edit ${text}` },
        {
            content: "Answers stand below the field",
            trigger: `${FIRST}:contains(Heizkörper)`,
            run: "click",
        },
        {
            content: "The first is opened in place",
            trigger: ".pylot-suggest-panel:not([hidden]) p:contains(Schlüssel)",
        },
    ];
}

registry.category("web_tour.tours").add("pylot_faq_solves_tour", {
    steps: () => [
        { trigger: `${GERMAN} [name=q]`, run: "edit Heizkörper bleibt kalt" },
        { content: "Answers while typing", trigger: FIRST },
        go("Search", ".js_pylot_ask button[type=submit]"),
        { content: "Words are marked", trigger: ".js_pylot_faq_results mark", timeout: PATIENCE },
        go("Open the first answer", ".js_pylot_faq_results li:first a"),
        { trigger: "h1:contains(Heizkörper kalt)", timeout: PATIENCE },
        go("It has helped", ".js_pylot_faq_vote button[value=yes]"),
        { trigger: ".pylot-vote [role=status]", timeout: PATIENCE },
        go("There is something else", ".pylot-page a[href$='/complaint']"),
        ...complain("Mein Heizkörper bleibt kalt."),
        go(
            "That solved it",
            ".pylot-suggest-panel:not([hidden]) button:contains(Das hat geholfen)",
        ),
        { content: "Thanks", trigger: `${GERMAN} [role=status]`, timeout: PATIENCE },
        { trigger: ".pylot-page:not(:has(form))" },
    ],
});

registry.category("web_tour.tours").add("pylot_faq_complaint_tour", {
    steps: () => [
        ...complain("Mein Heizkörper bleibt kalt."),
        { content: "It does not help", trigger: ".js_pylot_go_on", run: "click" },
        {
            content: "What was typed is kept, and the focus is on it",
            trigger: "[name=text]:focus:value('Mein Heizkörper bleibt kalt.')",
        },
        { trigger: ".pylot-form [name=name]", run: "edit Frieda Flink" },
        { trigger: ".pylot-form [name=email]", run: "edit frieda@example.com" },
        { trigger: ".pylot-form [name=consent]", run: "click" },
        go("Send", ".pylot-form button[type=submit]:contains(Senden)"),
        {
            content: "It says the number; nothing comes between",
            trigger: `${GERMAN} [role=status] .pylot-summary dd`,
            timeout: PATIENCE,
        },
    ],
});
