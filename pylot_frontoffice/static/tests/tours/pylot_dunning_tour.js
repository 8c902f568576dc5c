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
        go("Promise", `${FORM} button[type=submit]`),
        {
            content: "It says what happens",
            trigger: `${GERMAN} [role=status] .alert-success`,
            timeout: PATIENCE,
        },
        { content: "Not again", trigger: `.pylot-page:not(:has(${FORM}))` },
    ],
});
