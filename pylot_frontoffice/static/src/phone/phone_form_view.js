import { onPatched, useEffect, useSubEnv } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { executeButtonCallback } from "@web/views/view_button/view_button_hook";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/**
 * The dialog "Book by Phone". What is chosen is saved at once: the rows with candidates and times
 * exist, so that their buttons work. Buttons leave the dialog open unless the server says where to
 * go, and the keyboard goes on where the next question is.
 */
export class PhoneFormController extends FormController {
    // What the server answers with other customers, times or questions. The rest is only kept.
    static answered = [
        "search_text",
        "email",
        "phone",
        "zip",
        "country_id",
        "visit_id",
        "appointment_type_id",
        "technician_id",
        "date_from",
    ];

    setup() {
        super.setup();
        this.action = useService("action");
        const { onClickViewButton } = this.env;
        useSubEnv({
            onClickViewButton: (params) =>
                params.clickParams.type === "object"
                    ? this.clickAndStay(params)
                    : onClickViewButton(params),
        });
        useEffect(() => this.numberTimes());
        onPatched(() => this.numberTimes());
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRecordChanged = (record, changes) => {
            const isAnswered = this.constructor.answered.some((name) => name in changes);
            // the model is locked while it reports a change: save without asking for the lock
            return record.config.isRoot && isAnswered && record._save();
        };
        return params;
    }

    get content() {
        return this.rootRef.el?.closest(".modal") || this.rootRef.el;
    }

    async clickAndStay({ clickParams, getResParams }) {
        return executeButtonCallback(this.content, async () => {
            if ((await this.model.root.save()) === false) {
                return;
            }
            const { resModel, resId } = getResParams();
            const action = await this.orm.call(resModel, clickParams.name, [[resId]]);
            if (action) {
                return this.action.doAction(action);
            }
            await this.model.root.load();
            this.focusNext();
        });
    }

    /** Alt + 1 to 5 book. The rows are drawn by a list that knows nothing of hotkeys. */
    numberTimes() {
        const buttons = this.content?.querySelectorAll(".o_pylot_phone_times button") || [];
        buttons.forEach((button, index) => {
            button.dataset.hotkey = index + 1;
        });
    }

    focusNext() {
        const { state, partner_id, is_new, appointment_type_id, name } = this.model.root.data;
        let selector = "[name=search_text] input";
        if (state === "booked") {
            selector = "footer [name=action_next_call]";
        } else if (is_new && !name) {
            selector = "[name=name] input";
        } else if (is_new && !appointment_type_id) {
            selector = "[name=phone] input";
        } else if (partner_id && !appointment_type_id) {
            selector = "[name=appointment_type_id] input";
        } else if (partner_id || is_new) {
            selector = ".o_pylot_phone_times button";
        }
        this.focusSoon(selector);
    }

    /** The next question may still have to be drawn. */
    focusSoon(selector, patience = 30) {
        const target = this.content?.querySelector(selector);
        target?.focus();
        if (patience && (!target || document.activeElement !== target)) {
            browser.requestAnimationFrame(() => this.focusSoon(selector, patience - 1));
        }
    }
}

registry.category("views").add("pylot_phone_form", {
    ...formView,
    Controller: PhoneFormController,
});
