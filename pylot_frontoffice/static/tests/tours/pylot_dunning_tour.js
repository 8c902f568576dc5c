import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;
const GERMAN = "html[lang='de-DE'] .pylot-page";
const FORM = "form[action$='/promise']";

/** Press a button that leads to another page. */
function go(content, trigger) {
    return { content, trigger, run: "click", expectUnloadPage: true, timeout: PATIENCE };
}

/** A day after the first one that can be chosen. */
function chooseDay(days) {
    const field = document.querySelector(`${FORM} [name=date]`);
    const day = new Date(`${field.min}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + days);
    field.value = day.toISOString().slice(0, 10);
}

registry.category("web_tour.tours").add("pylot_dunning_promise_tour", {
    steps: () => [
        go("Open what is overdue", `${GERMAN} .pylot-card a`),
        { trigger: `${GERMAN} ${FORM} [name=amount]`, run: "edit 100,00", timeout: PATIENCE },
        go("Send without a day", `${FORM} button[type=submit]`),
        {
            content: "The focus is on what is wrong",
            trigger: "#errors:focus a[href='#date']",
            timeout: PATIENCE,
        },
        { trigger: `${FORM} [name=amount]:value('100,00')`, run: () => chooseDay(2) },
        go("Promise", `${FORM} button[type=submit]:contains(Zahlung zusagen)`),
        {
            content: "It says what happens",
            trigger: `${GERMAN} [role=status] .alert-success`,
            timeout: PATIENCE,
        },
        { content: "Not again", trigger: `.pylot-page:not(:has(${FORM}))` },
    ],
});

registry.category("web_tour.tours").add("pylot_dunning_switch_on_tour", {
    steps: () => [
        {
            content: "The rule",
            trigger: ".o_data_row td[name=name]:contains(Mahnwesen)",
            run: "click",
            timeout: PATIENCE,
        },
        {
            content: "Nothing is sent yet",
            trigger: ".o_form_view:has(.o_arrow_button_current[data-value=dry_run]) [name=trying]",
        },
        {
            content: "Who would get what",
            trigger: "button[name=action_dry_run]",
            run: "click",
        },
        {
            content: "How many",
            trigger: "[name=summary]:contains('Würde gesendet: 2. Nicht gesendet: 1.')",
        },
        {
            content: "Who, and where",
            trigger:
                ".o_data_row:has(td[name=partner_id]:contains(Frieda)) td[name=recipient]:contains(frieda@example.com)",
        },
        {
            content: "Who has no e-mail address gets a letter",
            trigger:
                ".o_data_row:has(td[name=partner_id]:contains(Paul)) td[name=recipient]:contains(Paul Stumm)",
        },
        {
            content: "Who would get nothing, and why: there is money that nobody has matched yet",
            trigger:
                ".o_data_row:has(td[name=partner_id]:contains(Berta)) td[name=reason]:contains('Geldeingang auf der Bank'):contains('70,00')",
        },
        {
            content: "What text",
            trigger:
                ".o_data_row:has(td[name=partner_id]:contains(Frieda)) button[name=action_preview]",
            run: "click",
        },
        {
            content: "It names the invoice and the sum",
            trigger:
                ".modal .o_pylot_previews .o_kanban_record:contains(Zahlungserinnerung):contains(119,00)",
        },
        {
            content: "Back to the list",
            trigger: ".modal:has(.o_pylot_previews) footer button[special=cancel]",
            run: "click",
        },
        {
            content: "Good: on",
            trigger: "body:not(:has(.modal)) button[name=action_switch_on]",
            run: "click",
        },
        {
            content: "What is coming now",
            trigger:
                ".o_list_view .o_data_row:has(td[name=partner_id]:contains(Frieda)) td[name=state]:contains(Geplant)",
        },
    ],
});
