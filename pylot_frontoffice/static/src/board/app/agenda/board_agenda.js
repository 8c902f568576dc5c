import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { canMove, getPlace, getWhat } from "../board_data";
import { describePromise } from "../promise";
import { formatAge, formatDuration, formatTime } from "../wording";

const SHORT = 15;

/** The board where there is no room for one: one technician's day from top to bottom. */
export class BoardAgenda extends Component {
    static template = "pylot_frontoffice.BoardAgenda";
    static props = {
        board: Object,
        technicians: Array,
        technicianId: Number,
        tray: Array,
        search: String,
        choose: Function,
        open: Function,
        move: Function,
    };

    get technician() {
        const { technicians, technicianId } = this.props;
        return technicians.find(({ id }) => id === technicianId) || technicians[0];
    }

    step(distance) {
        const { technicians } = this.props;
        const index = technicians.indexOf(this.technician) + distance;
        const next = technicians[(index + technicians.length) % technicians.length];
        this.props.choose(next.id);
    }

    /** Visits, absences and free time, in their order. */
    get entries() {
        const { board } = this.props;
        const { id } = this.technician;
        const times = board.times[id] || {};
        const visits = [...board.visits.values()].filter((visit) =>
            visit.technicianIds.includes(id),
        );
        const plain = (kind, spans) =>
            (spans || []).map(([start, stop]) => ({ kind, start, stop }));
        const holds = (board.holds.get(id) || []).map(({ start, stop }) => [start, stop]);
        const taken = [
            ...visits.map((visit) => ({ kind: "visit", visit, ...visit })),
            ...plain("off", times.off),
            ...plain("busy", times.busy),
            ...plain("hold", holds),
        ];
        return [...taken, ...plain("free", getGaps(times.work || [], taken))]
            .sort((a, b) => a.start - b.start)
            .map((entry) => ({ ...entry, ...this.describe(entry) }));
    }

    describe({ kind, visit, start, stop }) {
        const { zone } = this.props.board;
        return {
            key: `${kind}${visit?.id || start}`,
            from: formatTime(start, zone),
            until: formatTime(stop, zone),
            length: formatDuration(stop - start),
            what: visit ? getWhat(visit) : "",
            place: visit ? getPlace(visit) : "",
            promise: visit ? describePromise(visit, zone) : "",
            label: visit ? _t("Move %s", visit.customer || visit.name) : "",
            movable: Boolean(visit) && this.props.board.can_plan && canMove(visit),
        };
    }

    get cards() {
        const { board, tray } = this.props;
        return tray.map((visit) => ({
            visit,
            what: getWhat(visit),
            place: getPlace(visit),
            label: _t("Plan %s", visit.customer || visit.name),
            age: formatAge(visit.since, board.now),
            length: formatDuration(visit.stop - visit.start),
        }));
    }
}

/** What is left of the working hours. */
function getGaps(work, taken) {
    const gaps = [];
    const sorted = [...taken].sort((a, b) => a.start - b.start);
    for (const [start, stop] of work) {
        let from = start;
        for (const each of sorted) {
            if (each.stop > from && each.start < stop) {
                gaps.push([from, each.start]);
                from = Math.max(from, each.stop);
            }
        }
        gaps.push([from, stop]);
    }
    return gaps.filter(([start, stop]) => stop - start >= SHORT);
}
