import { useExternalListener } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

import { PhoneFormController } from "./phone_form_view";

/** The dialog "Complaint by Phone": from the first word to the last without a mouse. */
export class PhoneComplaintFormController extends PhoneFormController {
    static answered = ["search_text", "email", "phone"];

    setup() {
        super.setup();
        useExternalListener(window, "keydown", (ev) => this.onEnter(ev), { capture: true });
    }

    /** Enter takes the only customer found, or goes to the list; later it saves. */
    async onEnter(ev) {
        const { target, key } = ev;
        if (key !== "Enter" || ev.isComposing || target.tagName !== "INPUT") {
            return;
        }
        const content = this.content;
        if (!content?.contains(target) || target.getAttribute("aria-expanded") === "true") {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        // what is typed goes into the record
        target.dispatchEvent(new Event("change", { bubbles: true }));
        await this.model.mutex.getUnlockedDef();
        if (target.closest("[name=search_text]")) {
            const found = [...content.querySelectorAll(".o_pylot_phone_candidates button")];
            return found.length === 1 ? found[0].click() : found[0]?.focus();
        }
        content.querySelector("footer [name=action_save]:not(.d-none)")?.click();
    }

    focusNext() {
        const { state, partner_id, is_new, name } = this.model.root.data;
        let selector = "[name=search_text] input";
        if (state === "saved") {
            selector = "footer [name=action_next_call]";
        } else if (is_new) {
            selector = name ? "[name=phone] input" : "[name=name] input";
        } else if (partner_id) {
            selector = "[name=subject] input";
        }
        this.focusSoon(selector);
    }
}

registry.category("views").add("pylot_phone_complaint_form", {
    ...formView,
    Controller: PhoneComplaintFormController,
});
