import { Component } from "@odoo/owl";

import { getPlace, getWhat } from "../board_data";
import { formatAge, formatDuration } from "../wording";

const OLD = 7 * 24 * 60;

/** What waits for a technician and a time, most urgent and oldest first. */
export class BoardTray extends Component {
    static template = "pylot_frontoffice.BoardTray";
    static props = { visits: Array, count: Number, now: Number, close: Function };

    get cards() {
        const { visits, now } = this.props;
        return visits.map((visit) => ({
            visit,
            title: visit.customer || visit.name,
            subtitle: [visit.customer ? getWhat(visit) : "", getPlace(visit)]
                .filter(Boolean)
                .join(" · "),
            duration: formatDuration(visit.stop - visit.start),
            age: formatAge(visit.since, now),
            isOld: now - visit.since > OLD,
        }));
    }
}
