import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/**
 * The dialog "Assign". A change of the time is saved at once: the server ranks the technicians
 * anew, and their rows exist, so that their buttons work.
 */
export class AssignFormController extends FormController {
    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRecordChanged = (record, changes) => {
            const isTime = "start" in changes || "duration" in changes;
            // the model is locked while it reports a change: save without asking for the lock
            return record.config.isRoot && record.data.is_single && isTime && record._save();
        };
        return params;
    }

    canTakeAlternative() {
        return true;
    }

    async takeAlternative(collision, alternative, change) {
        const root = this.model.root;
        const isOfCollision = (line) => line.data.visit_id.id === collision.event_id;
        const record = root.data.is_single ? root : root.data.line_ids.records.find(isOfCollision);
        await change(record, { start: deserializeDateTime(alternative.start) });
    }

    /** With the time the rows change: the button to click again is that of the same technician. */
    prepareRetry(params) {
        const { resId } = params.getResParams();
        const findRow = (test) => this.model.root.data.candidate_ids.records.find(test);
        const technicianId = findRow((row) => row.resId === resId)?.data.resource_id.id;
        return () => {
            const row = findRow(({ data }) => data.resource_id.id === technicianId);
            return row ? { ...params, getResParams: () => row } : params;
        };
    }
}

registry.category("views").add("pylot_assign_form", {
    ...formView,
    Controller: AssignFormController,
});
