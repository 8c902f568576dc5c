import { Component } from "@odoo/owl";

import { formatDay } from "../wording";

/** The days and their hours, above the rows. */
export class BoardHeader extends Component {
    static template = "pylot_frontoffice.BoardHeader";
    static props = { timeline: Object, today: String, openDay: Function };

    get days() {
        const { timeline, today } = this.props;
        return timeline.getDays().map((day) => ({
            ...day,
            style: `left:${day.left}%;width:${day.width}%`,
            label: formatDay(day.key, timeline.zone),
            iso: day.date.toISODate(),
            isToday: day.date.toISODate() === today,
        }));
    }
}
