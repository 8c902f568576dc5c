import { useSubEnv } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

import { getCollision } from "./collision";
import { askForAlternative } from "./collision_dialog";

/**
 * In a form the chosen time goes into the form and what was refused (saving, a button) is done
 * again. "Back" leaves the form as it was typed.
 */
patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        const { onClickViewButton } = this.env;
        const onClick = async (params) => {
            try {
                return await onClickViewButton(params);
            } catch (error) {
                const collision = getCollision(error);
                if (!collision) {
                    throw error;
                }
                const { alternative } = await this.askForAlternative(collision);
                if (alternative) {
                    const getRetryParams = this.prepareRetry(params);
                    const change = (record, values) => record.update(values);
                    await this.takeAlternative(collision, alternative, change);
                    return onClick(getRetryParams());
                }
            }
        };
        useSubEnv({ onClickViewButton: onClick });
    },

    async onSaveError(error, { discard, retry }, leaving) {
        const collision = getCollision(error);
        if (!collision) {
            return super.onSaveError(...arguments);
        }
        const answer = await this.askForAlternative(collision, { canDiscard: leaving });
        if (answer.discard) {
            await discard();
            return true;
        }
        if (!answer.alternative) {
            return false;
        }
        // saving holds the model's lock, update() would wait for it forever
        const change = (record, values) => record._update(values);
        await this.takeAlternative(collision, answer.alternative, change);
        return retry();
    },

    askForAlternative(collision, options) {
        const canChoose = this.canTakeAlternative(collision);
        return askForAlternative(this.dialogService, collision, { ...options, canChoose });
    },

    /** Whether the free times are meant for what this form writes, as it stands. */
    canTakeAlternative(collision) {
        if (this.props.resModel !== "calendar.event") {
            return Boolean(collision.event_id);
        }
        const { data, isNew, resId } = this.model.root;
        if (data.allday || (!isNew && resId !== collision.event_id)) {
            return false;
        }
        // moving the whole series to the free time of one occurrence is not what was asked
        const onlyThis = !isNew && (data.recurrence_update || "self_only") === "self_only";
        return onlyThis || !data.recurrency;
    },

    /**
     * @param {(record: Object, values: Object) => Promise} change writes into the form
     */
    async takeAlternative(collision, { start, stop }, change) {
        if (this.props.resModel === "calendar.event") {
            const times = { start: deserializeDateTime(start), stop: deserializeDateTime(stop) };
            await change(this.model.root, times);
        } else {
            await this.orm.write("calendar.event", [collision.event_id], { start, stop });
        }
    },

    /**
     * @param {Object} params of the click that was refused
     * @returns {() => Object} what to click again, asked when the time has been changed
     */
    prepareRetry(params) {
        return () => params;
    },
});
