import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;
const GERMAN = "html[lang='de-DE'] .pylot-page";

/** Press a button that leads to another page. */
function go(content, trigger) {
    return { content, trigger, run: "click", expectUnloadPage: true, timeout: PATIENCE };
}

registry.category("web_tour.tours").add("pylot_matters_tour", {
    steps: () => [
        go("Open my matters", ".o_portal_my_home a[href$='/my/matters']:contains(Meine Vorgänge)"),
        {
            content: "What waits for me comes first",
            trigger: `${GERMAN} .pylot-next a[href*='/my/complaints/']`,
            timeout: PATIENCE,
        },
        {
            content: "The invoice is there, too",
            trigger: `${GERMAN} section[aria-labelledby='matters_invoices'] h3`,
        },
        go("Answer", ".pylot-next a.btn-primary"),
        {
            trigger: `${GERMAN} form[action$='/reply'] textarea`,
            run: "edit Seit Montag",
            timeout: PATIENCE,
        },
        go("Send", "form[action$='/reply'] button[type=submit]"),
        { content: "It was sent", trigger: ".pylot-page [role=status]", timeout: PATIENCE },
    ],
});
