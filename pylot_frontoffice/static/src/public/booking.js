import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const SECOND = 1000;
const MINUTE = 60;
// Below this the reader is told; before, a countdown only makes people hurry.
const WARN_SECONDS = 2 * MINUTE;

/** Forms know the visitor's time zone, and are sent once however often the button is pressed. */
export class PylotForm extends Interaction {
    static selector = ".js_pylot_form";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
    };

    setup() {
        const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        cookie.set("tz", zone, 24 * 60 * MINUTE, "required");
        const field = this.el.querySelector("input[name=tz]");
        if (field) {
            field.value = zone;
        }
    }

    onSubmit(ev) {
        if (this.isSent) {
            ev.preventDefault();
            return;
        }
        this.isSent = true;
        // whoever comes back to this page may send it again
        this.addListener(window, "pageshow", () => {
            this.isSent = false;
        });
    }
}

/** Counts down quietly how long the chosen time is kept; says so when it is nearly over. */
export class PylotCountdown extends Interaction {
    static selector = ".js_pylot_countdown";

    setup() {
        this.until = Date.now() + Number(this.el.dataset.seconds) * SECOND;
        this.hasWarned = false;
    }

    start() {
        const timer = setInterval(() => this.show(), SECOND);
        this.registerCleanup(() => clearInterval(timer));
        this.show();
    }

    show() {
        const left = Math.max(0, Math.round((this.until - Date.now()) / SECOND));
        const clock = `${Math.floor(left / MINUTE)}:${String(left % MINUTE).padStart(2, "0")}`;
        if (!left) {
            this.el.textContent = _t(
                "The time is not kept any more. Go on: if it is still free, it is yours.",
            );
        } else {
            this.el.textContent = _t("Kept for you: %s", clock);
        }
        if (left <= WARN_SECONDS && !this.hasWarned) {
            this.hasWarned = true;
            this.el.setAttribute("role", "status");
        } else if (this.hasWarned && left && left < WARN_SECONDS) {
            // announced once, not every second
            this.el.removeAttribute("role");
        }
    }
}

/** After an error the focus is on the list of what is wrong, not at the top of the page. */
export class PylotErrors extends Interaction {
    static selector = "#errors";

    start() {
        this.el.focus();
    }
}

registry.category("public.interactions").add("pylot_frontoffice.errors", PylotErrors);
registry.category("public.interactions").add("pylot_frontoffice.form", PylotForm);
registry.category("public.interactions").add("pylot_frontoffice.countdown", PylotCountdown);
