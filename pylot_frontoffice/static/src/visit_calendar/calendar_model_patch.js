import { patch } from "@web/core/utils/patch";
import { CalendarModel } from "@web/views/calendar/calendar_model";

patch(CalendarModel.prototype, {
    /**
     * The calendar shows a dragged event where it was dropped, and core leaves it there when the
     * server refuses. Show the plan as it is, with what stands in the way.
     */
    async updateRecord() {
        try {
            return await super.updateRecord(...arguments);
        } catch (error) {
            if (this.meta.resModel === "calendar.event") {
                await this.load();
            }
            throw error;
        }
    },
});
