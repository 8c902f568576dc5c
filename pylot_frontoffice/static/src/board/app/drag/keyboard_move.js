import { _t } from "@web/core/l10n/translation";

import { describeSpan } from "../wording";

const STEP = 15;
const FAR = 60;
const DAY = 24 * 60;
const GROUPS = [".o_pylot_bar", ".o_pylot_card"];

/**
 * The whole way of a visit without a mouse: arrows walk from visit to visit, Space takes one,
 * arrows move it, Enter drops, Escape gives up.
 *
 * `handlers`: as of `PointerDrag`, and `say(text)` for those who hear what others see.
 */
export class KeyboardMove {
    constructor(root, handlers) {
        this.root = root;
        this.handlers = handlers;
        this.session = null;
        this.listeners = [
            ["keydown", this.onKeydown],
            ["focusout", this.onFocusout],
            ["focusin", this.onFocusin],
        ].map(([name, method]) => [name, method.bind(this)]);
        this.listeners.forEach((each) => root.addEventListener(...each));
    }

    destroy() {
        this.cancel();
        this.listeners.forEach((each) => this.root.removeEventListener(...each));
    }

    onKeydown(ev) {
        const element = ev.target.closest?.("[data-visit-id]");
        if (!element || ev.altKey || ev.metaKey) {
            return;
        }
        const isHandled = this.session ? this.moveBy(ev) : this.walk(ev, element);
        if (isHandled) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    // === WALKING ===

    walk(ev, element) {
        if (ev.key === " ") {
            return this.take(element);
        }
        if (!ev.key.startsWith("Arrow") || ev.ctrlKey || ev.shiftKey) {
            return false;
        }
        const next = element.classList.contains("o_pylot_card")
            ? this.getNextCard(element, ev.key)
            : this.getNextBar(element, ev.key);
        next?.focus();
        next?.scrollIntoView({ block: "nearest", inline: "nearest" });
        return true;
    }

    getNextCard(card, key) {
        const cards = [...this.root.querySelectorAll(".o_pylot_card")];
        const step = { ArrowDown: 1, ArrowUp: -1 }[key] || 0;
        return step ? cards[cards.indexOf(card) + step] : this.root.querySelector(".o_pylot_bar");
    }

    getNextBar(bar, key) {
        const row = bar.closest(".o_pylot_row");
        if (key === "ArrowLeft" || key === "ArrowRight") {
            const bars = [...row.querySelectorAll(".o_pylot_bar")];
            bars.sort((a, b) => a.offsetLeft - b.offsetLeft);
            return bars[bars.indexOf(bar) + (key === "ArrowRight" ? 1 : -1)];
        }
        const rows = [...this.root.querySelectorAll(".o_pylot_row")];
        const step = key === "ArrowDown" ? 1 : -1;
        for (let i = rows.indexOf(row) + step; rows[i]; i += step) {
            const bars = [...rows[i].querySelectorAll(".o_pylot_bar")];
            if (bars.length) {
                const distance = (each) => Math.abs(each.offsetLeft - bar.offsetLeft);
                return bars.reduce((a, b) => (distance(b) < distance(a) ? b : a));
            }
        }
    }

    /** One stop for the Tab key among the bars, one among the cards: the last that was focused. */
    onFocusin({ target }) {
        const group = GROUPS.find((name) => target.matches(name));
        if (group) {
            this.root.querySelector(`${group}[tabindex="0"]`)?.setAttribute("tabindex", "-1");
            target.setAttribute("tabindex", "0");
        }
    }

    /** After a drawing: what had the Tab stop may be gone. */
    keepTabStops() {
        for (const group of GROUPS) {
            if (!this.root.querySelector(`${group}[tabindex="0"]`)) {
                this.root.querySelector(group)?.setAttribute("tabindex", "0");
            }
        }
    }

    // === MOVING ===

    take(element) {
        if (!this.handlers.canTake(element)) {
            this.handlers.say(_t("This visit stays where it is."));
            return true;
        }
        this.session = this.handlers.begin(element, false);
        if (this.session) {
            const { visit, fromId, timeline, rows } = this.session;
            if (fromId) {
                this.session.moveTo(visit.start, fromId);
            } else if (rows.length) {
                this.session.moveTo(timeline.start, rows[0].id);
                this.session.onCandidates = () => this.goToRoom();
            }
            this.say(_t("Taken. Arrows move it, Enter drops it, Escape puts it back."));
        }
        return true;
    }

    /** What comes out of the tray begins at the first free time of whoever fits best. */
    goToRoom() {
        const { candidates, rows } = this.session;
        const free = rows.filter(({ id }) => candidates[id]?.free.length);
        const best = free.find(({ id }) => candidates[id].is_best) || free[0];
        if (best) {
            this.session.moveTo(candidates[best.id].free[0][0], best.id);
            this.show();
        }
    }

    moveBy({ key, shiftKey }) {
        const { session } = this;
        const { start, stop, technicianId } = session.target || {};
        const step = shiftKey ? FAR : STEP;
        const moves = {
            ArrowLeft: () => session.moveTo(start - step, technicianId),
            ArrowRight: () => session.moveTo(start + step, technicianId),
            ArrowUp: () => session.moveTo(start, session.getRowBeside(technicianId, -1).id),
            ArrowDown: () => session.moveTo(start, session.getRowBeside(technicianId, 1).id),
            PageUp: () => session.moveTo(start - DAY, technicianId),
            PageDown: () => session.moveTo(start + DAY, technicianId),
            "+": () => this.resize(stop + STEP),
            "-": () => this.resize(stop - STEP),
            Enter: () => this.drop(),
            " ": () => this.drop(),
            Escape: () => this.cancel(),
        };
        if (key === "Tab") {
            this.cancel();
            return false;
        }
        if (moves[key]) {
            this.jump = Math.sign({ ArrowLeft: -1, PageUp: -1 }[key] || 1);
            moves[key]();
            this.show();
        }
        return true;
    }

    resize(stop) {
        const { start, technicianId } = this.session.target;
        this.session.minutes = Math.max(STEP, stop - start);
        this.session.moveTo(start, technicianId);
    }

    /** Over the night to the next morning that is shown, not through hours nobody sees. */
    show() {
        const { session } = this;
        if (!session) {
            return;
        }
        const { start, stop, technicianId } = session.target;
        if (!session.timeline.place(start, stop)) {
            const { segments } = session.timeline;
            const later = segments.find((each) => each.start >= start) || segments.at(-1);
            const earlier = segments.findLast((each) => each.stop <= start) || segments[0];
            const to = this.jump < 0 ? earlier.stop - session.minutes : later.start;
            session.moveTo(to, technicianId);
        }
        session.mainGhost?.scrollIntoView({ block: "nearest", inline: "nearest" });
        this.say();
    }

    say(before = "") {
        const { session } = this;
        if (!session.target) {
            this.handlers.say(before);
            return;
        }
        const { start, stop, technicianId } = session.target;
        const free = session.isFree;
        this.handlers.say(
            [
                before,
                this.handlers.getName(technicianId),
                describeSpan(start, stop, session.timeline.zone),
                free === null ? "" : free ? _t("free") : _t("not free"),
                session.isOutside ? _t("not as promised") : "",
            ]
                .filter(Boolean)
                .join(", "),
        );
    }

    drop() {
        const { session } = this;
        this.session = null;
        this.handlers.drop(session);
    }

    cancel() {
        const { session } = this;
        this.session = null;
        if (session) {
            this.handlers.say(_t("Put back."));
            this.handlers.cancel(session);
        }
    }

    onFocusout({ target }) {
        // not when the focus comes back to where it was, such as after a redrawing
        if (this.session && target === this.session.element) {
            setTimeout(() => {
                if (this.session && !this.root.contains(document.activeElement)) {
                    this.cancel();
                }
            });
        }
    }
}
