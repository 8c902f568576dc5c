import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";

import { toDateTime, toMinute } from "../timeline";
import { warnOfPromise } from "../promise";
import { describeSpan, formatDuration } from "../wording";

const { DateTime } = luxon;

const FORMAT = "yyyy-MM-dd'T'HH:mm";
const DAYS = 7;
const OFFERED = 4;
const LENGTHS = [15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480];

/**
 * The same as dragging, in three fields: who, when, how long. Free times of whoever is chosen are
 * one click away.
 */
export class MoveDialog extends Component {
    static template = "pylot_frontoffice.BoardMoveDialog";
    static components = { Dialog };
    static props = {
        visit: Object,
        board: Object,
        title: String,
        fromId: { type: Number, optional: true },
        start: Number,
        confirm: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        const { visit, fromId, start } = this.props;
        this.minutes = visit.stop - visit.start;
        this.state = useState({
            technicianId: fromId || 0,
            local: this.toLocal(start),
            minutes: this.minutes,
            candidates: {},
            error: false,
        });
        onWillStart(() => this.loadCandidates(true));
    }

    get zone() {
        return this.props.board.zone;
    }

    toLocal(minute) {
        return toDateTime(minute, this.zone).toFormat(FORMAT);
    }

    get start() {
        const local = DateTime.fromISO(this.state.local, { zone: this.zone });
        return local.isValid ? toMinute(local) : null;
    }

    get warning() {
        const { start } = this;
        return start === null ? "" : warnOfPromise(this.props.visit, start, this.zone);
    }

    /** A week from the chosen day on. */
    async loadCandidates(isFirst = false) {
        const day = this.state.local.slice(0, 10);
        if (!day || day === this.day) {
            return;
        }
        this.day = day;
        const params = [this.props.visit.id, day, DAYS];
        const found = await this.orm.call("pylot.board", "get_candidates", params);
        this.state.candidates = found.technicians;
        if (isFirst && !this.state.technicianId) {
            this.chooseBest();
        }
    }

    chooseBest() {
        const best = this.technicians.find(({ isFit, hasRoom }) => isFit && hasRoom);
        const technician = best || this.technicians[0];
        if (technician) {
            this.state.technicianId = technician.id;
            this.state.local = this.toLocal(this.times[0]?.start ?? this.props.start);
        }
    }

    /** Whoever fits best comes first. */
    get technicians() {
        const options = this.props.board.technicians.map(({ id, name }) => {
            const candidate = this.state.candidates[id];
            return {
                id,
                name,
                isFit: candidate?.qualified ?? true,
                isBest: Boolean(candidate?.is_best),
                hasRoom: Boolean(candidate?.free.length),
                score: candidate?.score || 0,
                text: candidate?.text || "",
            };
        });
        return options.sort(
            (a, b) => b.isBest - a.isBest || b.isFit - a.isFit || b.score - a.score,
        );
    }

    get chosen() {
        return this.technicians.find(({ id }) => id === this.state.technicianId);
    }

    get times() {
        const free = this.state.candidates[this.state.technicianId]?.free || [];
        return free
            .filter(([start, stop]) => stop - start >= this.state.minutes)
            .slice(0, OFFERED)
            .map(([start]) => ({
                start,
                label: describeSpan(start, start + this.state.minutes, this.zone),
            }));
    }

    get lengths() {
        const lengths = new Set([...LENGTHS, this.minutes]);
        return [...lengths]
            .sort((a, b) => a - b)
            .map((minutes) => ({ minutes, label: formatDuration(minutes) }));
    }

    onTechnician(ev) {
        this.state.technicianId = Number(ev.target.value);
    }

    onTime(ev) {
        this.state.local = ev.target.value;
        return this.loadCandidates();
    }

    onLength(ev) {
        this.state.minutes = Number(ev.target.value);
    }

    onOffer(start) {
        this.state.local = this.toLocal(start);
    }

    onConfirm() {
        const { start } = this;
        this.state.error = start === null || !this.state.technicianId;
        if (!this.state.error) {
            const { technicianId, minutes } = this.state;
            const { fromId } = this.props;
            this.props.confirm({ start, stop: start + minutes, technicianId, fromId });
            this.props.close();
        }
    }
}
