import { _t } from "@web/core/l10n/translation";

import { replaceInCrew } from "../board_model";
import { breaksPromise } from "../promise";
import { formatTime } from "../wording";
import { measureGrid } from "./grid_measure";
import { addOverlay } from "./overlay";
import { addPromiseBand } from "./promise_band";

const MIN_MINUTES = 15;

/**
 * @typedef {Object} Target where a visit would go
 * @property {number} [start]
 * @property {number} [stop]
 * @property {number} [technicianId]
 * @property {boolean} [tray] back into the tray
 */

/**
 * A visit in the hand, of a pointer or of the keyboard. What is seen of it are elements of its
 * own, moved by `transform`: nothing is rendered until it is dropped. Everybody in the crew has
 * one, and they move together.
 */
export class DragSession {
    /**
     * @param {Object} options
     * @param {HTMLElement} options.grid rows and header; scrolls inside its parent
     * @param {import("../timeline").Timeline} options.timeline
     * @param {import("../board_data").Visit} options.visit
     * @param {HTMLElement} options.element it is taken from: a bar or a card
     * @param {number} [options.fromId] technician in whose row it was taken
     */
    constructor({ grid, timeline, visit, element, fromId }) {
        Object.assign(this, { grid, timeline, visit, element, fromId });
        this.minutes = visit.stop - visit.start;
        this.target = null;
        this.drawn = null;
        this.candidates = null;
        Object.assign(this, measureGrid(grid));
        this.scroller = grid.parentElement;
        this.box = this.scroller.getBoundingClientRect();
        this.ghosts = new Map();
        this.overlay = addOverlay(grid, "o_pylot_overlay");
        addPromiseBand(this.overlay, this, timeline, visit);
        this.elements = [...grid.querySelectorAll(`[data-visit-id="${visit.id}"]`), element];
        this.elements.forEach((each) => each.classList.add("o_lifted"));
        grid.classList.add("o_dragging");
    }

    // === WHERE ===

    getRow(technicianId) {
        return this.rows.find(({ id }) => id === technicianId);
    }

    /** The row so many below, as far as there are any. */
    getRowBeside(technicianId, distance) {
        const index = this.rows.findIndex(({ id }) => id === technicianId);
        return this.rows[Math.min(Math.max(0, index + distance), this.rows.length - 1)];
    }

    /** @returns {{ row: Object|undefined, minute: number }} under a point of the screen */
    locate(clientX, clientY) {
        const { scrollLeft, scrollTop } = this.scroller;
        const y = clientY - this.box.top + scrollTop;
        const row = this.rows.find(({ top, height }) => y >= top && y < top + height);
        const fraction = (clientX - this.box.left + scrollLeft - this.trackLeft) / this.trackWidth;
        return { row, minute: this.timeline.toMinute(fraction), isBeside: fraction < 0 };
    }

    /** @param {Target|null} target */
    setTarget(target) {
        this.target = target;
        if (target && !target.tray) {
            target.start = this.timeline.snap(target.start);
            target.stop = Math.max(target.stop, target.start + MIN_MINUTES);
        }
        // most movements of a pointer stay within a quarter of an hour: nothing to draw
        const key = target && JSON.stringify(target);
        if (key !== this.drawn) {
            this.drawn = key;
            this.draw();
        }
    }

    moveTo(start, technicianId) {
        const snapped = this.timeline.snap(start);
        this.setTarget({ start: snapped, stop: snapped + this.minutes, technicianId });
    }

    resizeTo(stop) {
        const { start } = this.target || this.visit;
        const end = Math.max(start + MIN_MINUTES, this.timeline.snap(stop));
        this.setTarget({ start, stop: end, technicianId: this.fromId });
        this.minutes = end - start;
    }

    get isChanged() {
        const { target, visit, fromId } = this;
        if (!target || target.tray) {
            return Boolean(target);
        }
        return (
            target.start !== visit.start ||
            target.stop !== visit.stop ||
            (Boolean(target.technicianId) && target.technicianId !== fromId)
        );
    }

    /** @returns {boolean|null} null: not known (yet) */
    get isFree() {
        const { start, stop, technicianId } = this.target || {};
        const candidate = this.candidates?.[technicianId];
        if (!candidate) {
            return null;
        }
        return candidate.free.some(([lower, upper]) => lower <= start && stop <= upper);
    }

    /** @returns {boolean} whether the customer was promised another time */
    get isOutside() {
        const { visit, target } = this;
        return Boolean(target) && !target.tray && breaksPromise(visit, target.start);
    }

    // === WHAT IS SEEN ===

    draw() {
        const { start, stop, technicianId } = this.target || {};
        const place = this.target && !this.target.tray && this.timeline.place(start, stop);
        const crew = place
            ? replaceInCrew(this.visit.technicianIds, this.fromId, technicianId)
            : [];
        for (const [id, ghost] of this.ghosts) {
            if (ghost.hidden === crew.includes(id)) {
                ghost.hidden = !ghost.hidden;
            }
        }
        for (const id of crew) {
            const row = this.getRow(id);
            if (row) {
                this.drawGhost(this.getGhost(id), row, place, id === technicianId);
            }
        }
    }

    drawGhost(ghost, row, { left, width }, isMain) {
        const x = this.trackLeft + (left / 100) * this.trackWidth;
        ghost.style.transform = `translate(${x}px, ${row.top}px)`;
        ghost.style.width = `${(width / 100) * this.trackWidth}px`;
        ghost.style.height = `${row.height}px`;
        ghost.classList.toggle("main", isMain);
        if (isMain) {
            const { start, stop } = this.target;
            const { zone } = this.timeline;
            // the text itself, not the element around it: that would be another child
            const times = `${formatTime(start, zone)} – ${formatTime(stop, zone)}`;
            const text = this.isOutside ? _t("%s, not as promised", times) : times;
            ghost.firstChild.firstChild.data = text;
            ghost.classList.toggle("outside", this.isOutside);
            ghost.classList.toggle("taken", this.isFree === false);
            ghost.classList.toggle("free", this.isFree === true);
        }
    }

    getGhost(technicianId) {
        let ghost = this.ghosts.get(technicianId);
        if (!ghost) {
            ghost = this.overlay.add("ghost");
            this.ghosts.set(technicianId, ghost);
        }
        return ghost;
    }

    get mainGhost() {
        return this.ghosts.get(this.target?.technicianId);
    }

    end() {
        this.overlay.host.remove();
        this.elements.forEach((each) => each.classList.remove("o_lifted"));
        this.grid.classList.remove("o_dragging");
    }
}
