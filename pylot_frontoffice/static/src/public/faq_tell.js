import { browser } from "@web/core/browser/browser";

/**
 * Tell the server what was looked at, also when the page is being left. Nobody waits for it.
 *
 * @param {string} url of a route that answers with nothing
 * @param {Object} values
 */
export function tell(url, values) {
    const form = new FormData();
    form.append("csrf_token", odoo.csrf_token);
    for (const [name, value] of Object.entries(values)) {
        form.append(name, value);
    }
    browser.navigator.sendBeacon(url, form);
}
