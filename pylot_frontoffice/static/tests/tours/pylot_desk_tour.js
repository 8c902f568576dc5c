import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;
const DAYS = 3;

/** Press a button that leads to another page. */
function go(content, trigger) {
    return { content, trigger, run: "click", expectUnloadPage: true, timeout: PATIENCE };
}

/** @returns {string} a day soon, as date fields have it */
function getSoon() {
    const day = new Date();
    day.setDate(day.getDate() + DAYS);
    return day.toISOString().slice(0, "2026-12-31".length);
}

registry.category("web_tour.tours").add("pylot_desk_tour", {
    steps: () => [
        go("Open the most urgent one", "html[lang='de-DE'] .pylot-desk .pylot-card:first a"),
        { trigger: ".pylot-desk #reply", run: "edit We come tomorrow." },
        go("Answer", "form[action$='/reply'] button"),
        {
            content: "The answer is in the conversation",
            trigger: ".pylot-said-team:contains('We come tomorrow.')",
        },
        { trigger: ".pylot-desk details:last summary", run: "click" },
        { trigger: ".pylot-desk #handover", run: "edit Wants the money back" },
        {
            trigger: ".pylot-desk #deadline",
            run({ anchor }) {
                anchor.value = getSoon();
            },
        },
        go("Hand over", "form[action$='/handover'] button"),
        {
            content: "It has left the desk",
            trigger: ".pylot-desk .alert-success[role=status]",
        },
        { trigger: ".pylot-desk:not(:has(.pylot-card))" },
    ],
});
