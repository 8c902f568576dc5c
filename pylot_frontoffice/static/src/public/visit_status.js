import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const FIELDS = ["title", "stops", "text", "note"];

/**
 * Looks again while there is something to wait for and somebody to see it. The server says all in
 * words, in the language of the page; a line that stays the same is left alone, so that a screen
 * reader does not read it again.
 */
export class PylotVisitStatus extends Interaction {
    static selector = ".js_pylot_status";

    start() {
        if (!this.el.dataset.live) {
            return;
        }
        this.timer = browser.setInterval(() => this.look(), this.el.dataset.seconds * 1000);
        this.registerCleanup(() => browser.clearInterval(this.timer));
        this.addListener(document, "visibilitychange", this.look);
    }

    async look() {
        if (document.hidden || this.isLooking) {
            return;
        }
        this.isLooking = true;
        try {
            const response = await this.waitFor(browser.fetch(new URL("status.json", location)));
            if (response.ok || response.status === 404) {
                this.show(response.ok && (await this.waitFor(response.json())));
            }
        } catch {
            // no network: what was read last stays, and the next look may succeed
            this.el.classList.add("pylot-status-old");
        } finally {
            this.isLooking = false;
        }
    }

    /** @param {Object|false} status; false: there is no such page any more */
    show(status) {
        if (!status || status.report_url || !status.is_live) {
            browser.clearInterval(this.timer);
            browser.location.reload();
            return;
        }
        this.el.classList.remove("pylot-status-old");
        this.el.dataset.state = status.state;
        for (const name of FIELDS) {
            const field = this.el.querySelector(`[data-field="${name}"]`);
            if (field.textContent !== status[name]) {
                field.textContent = status[name];
            }
            field.hidden = !status[name];
        }
    }
}

registry.category("public.interactions").add("pylot_frontoffice.visit_status", PylotVisitStatus);
