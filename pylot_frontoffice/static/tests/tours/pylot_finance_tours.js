import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;
const GERMAN = "html[lang='de-DE'] .pylot-page";
const PLACE = "section#instalments";

/** Press a button that leads to another page. */
function go(content, trigger) {
    return { content, trigger, run: "click", expectUnloadPage: true, timeout: PATIENCE };
}

registry.category("web_tour.tours").add("pylot_finance_request_tour", {
    steps: () => [
        {
            content: "The way down to the offers",
            trigger: "a[href='#instalments'][name=pylot_instalments_link]",
            run: "click",
            timeout: PATIENCE,
        },
        {
            content: "All terms can be read",
            trigger: `${PLACE} summary`,
            run: "click",
        },
        { trigger: `${PLACE} details[open] p:contains('24')` },
        {
            content: "Choose 24 instalments",
            trigger: `${PLACE} .pylot-offer:nth-of-type(2) input[type=radio]`,
            run: "click",
        },
        go("Ask for them", `${PLACE} button[type=submit]:contains(Unverbindlich anfragen)`),
        {
            content: "It says that it was asked for, and when",
            trigger: `${PLACE} [role=status] .alert-success`,
            timeout: PATIENCE,
        },
        { content: "Not again", trigger: `${PLACE}:not(:has(input[type=radio]))` },
    ],
});

registry.category("web_tour.tours").add("pylot_calculator_tour", {
    steps: () => [
        go("Choose the calculator of loans", `${GERMAN} a[href$='/calculators/loan']`),
        {
            content: "With a script there are sliders",
            trigger: `${GERMAN} .js_pylot_slider:not([hidden])`,
            timeout: PATIENCE,
        },
        { trigger: `${GERMAN} input[name=amount]`, run: "edit 10.000,00" },
        { trigger: `${GERMAN} input[name=months]`, run: "edit 84" },
        { trigger: `${GERMAN} input[name=rate]`, run: "edit 3,88" },
        {
            content: "The result follows",
            trigger: `${GERMAN} .pylot-figure:contains('136,14')`,
            timeout: PATIENCE,
        },
        { content: "It can be linked", trigger: ".pylot-links a[href*='rate=3.88']" },
        { trigger: `${GERMAN} input[name=rate]`, run: "edit -5" },
        {
            content: "What is wrong is said at the field",
            trigger:
                "#rate[aria-invalid=true] ~ *, .pylot-field:has(#rate) .pylot-error:not(:empty)",
            timeout: PATIENCE,
        },
        { trigger: `${GERMAN} input[name=rate]`, run: "edit 3,88" },
        {
            content: "Put right",
            trigger: ".pylot-field:has(#rate) .pylot-error:empty:not(:visible)",
            timeout: PATIENCE,
        },
        { trigger: `${GERMAN} .pylot-figure:contains('136,14')`, timeout: PATIENCE },
        {
            content: "Look for the term instead",
            trigger: `${GERMAN} select[name=goal]`,
            run: "select months",
        },
        {
            content: "Another field is asked for",
            trigger: ".pylot-field[data-field=instalment]:not([hidden]) input[name=instalment]",
            run: "edit 136,14",
            timeout: PATIENCE,
        },
        { trigger: `${GERMAN} .pylot-figure:contains('84')`, timeout: PATIENCE },
        {
            content: "Have it sent",
            trigger: "#mail summary:contains(Mir per E-Mail senden)",
            run: "click",
        },
        { trigger: "#mail input[name=email]", run: "edit frieda@example.com" },
        go("Send", "#mail button[type=submit]"),
        {
            content: "It is on its way",
            trigger: `${GERMAN} .alert-success[role=status]`,
            timeout: PATIENCE,
        },
    ],
});
