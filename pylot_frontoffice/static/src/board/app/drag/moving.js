import { onMounted, onPatched, onWillUnmount } from "@odoo/owl";

import { DragSession } from "./drag_session";
import { KeyboardMove } from "./keyboard_move";
import { PointerDrag } from "./pointer_drag";

/**
 * Lets visits of a board be moved by pointer and by keyboard.
 *
 * @param {import("../board").Board} board
 */
export function useMoving(board) {
    const moving = new Moving(board);
    onMounted(() => moving.attach(board.root.el));
    onPatched(() => moving.keyboard?.keepTabStops());
    onWillUnmount(() => moving.detach());
    return moving;
}

class Moving {
    constructor(board) {
        this.board = board;
        this.session = null;
    }

    get isMoving() {
        return Boolean(this.session);
    }

    attach(root) {
        this.root = root;
        const handlers = {
            canTake: (element) => this.canTake(element),
            begin: (element, isResize) => this.begin(element, isResize),
            drop: (session) => this.drop(session),
            cancel: (session) => this.end(session),
            say: (text) => this.board.say(text),
            getName: (id) => this.board.board.technicians.find((each) => each.id === id)?.name,
        };
        this.pointer = new PointerDrag(root, handlers);
        this.keyboard = new KeyboardMove(root, handlers);
        this.keyboard.keepTabStops();
    }

    detach() {
        this.pointer.destroy();
        this.keyboard.destroy();
    }

    getVisit(element) {
        return this.board.model.getVisit(Number(element.dataset.visitId));
    }

    canTake(element) {
        return !this.session && this.board.canTake(this.getVisit(element));
    }

    begin(element) {
        const { board } = this;
        const grid = this.root.querySelector(".o_pylot_grid");
        const visit = this.getVisit(element);
        if (!grid || !visit) {
            return null;
        }
        board.popover.close();
        this.session = new DragSession({
            grid,
            element,
            visit,
            timeline: board.timeline,
            fromId: Number(element.dataset.technicianId) || undefined,
        });
        board.model.busy++;
        this.lightUp(this.session);
        return this.session;
    }

    /** One question to the server for each drag: who can, where there is room, how far it is. */
    async lightUp(session) {
        const { board } = this;
        const found = await board.model.getCandidates(session.visit).catch(() => null);
        if (found && this.session === session) {
            session.candidates = found.technicians;
            board.candidates.technicians = found.technicians;
            session.onCandidates?.();
            session.draw();
        }
    }

    end(session) {
        session.end();
        this.session = null;
        this.board.model.busy--;
        this.board.candidates.technicians = null;
    }

    async drop(session) {
        const { visit, target, fromId, isChanged } = session;
        const { acts } = this.board;
        this.end(session);
        if (!isChanged) {
            return;
        }
        const { start, stop, technicianId } = target;
        await (target.tray
            ? acts.unplan(visit)
            : acts.place(visit, { start, stop, technicianId, fromId }));
        this.focus(visit.id, technicianId);
    }

    /** Whoever works with the keyboard goes on where the visit is now. */
    focus(visitId, technicianId) {
        const { activeElement } = document;
        if (activeElement === document.body || this.root.contains(activeElement)) {
            const selector = `[data-visit-id="${visitId}"]`;
            const there = `${selector}[data-technician-id="${technicianId}"]`;
            (this.root.querySelector(there) || this.root.querySelector(selector))?.focus({
                preventScroll: true,
            });
        }
    }
}
