import { addOverlay } from "./overlay";

/** Pixels a mouse moves before a click is a drag. */
const THRESHOLD = 4;
/** A finger that rests this long (ms) takes the visit; before, it scrolls. */
const LONG_PRESS = 350;
const TOLERANCE = 10;
/** Pixels from the edge at which the board scrolls by itself, and how fast. */
const EDGE = 48;
const SPEED = 14;

/**
 * Mouse, pen and finger. Positions are only noted when they arrive and drawn once for each frame.
 *
 * `handlers`: `canTake(element)`, `begin(element, isResize)` which answers a `DragSession` or
 * nothing, `drop(session)`, `cancel(session)`.
 */
export class PointerDrag {
    constructor(root, handlers) {
        this.root = root;
        this.handlers = handlers;
        this.session = null;
        this.pressed = null;
        this.listeners = [
            [root, "pointerdown", this.onDown],
            [root, "click", this.onClick, { capture: true }],
            [root, "contextmenu", this.onMenu],
            [root, "touchmove", this.onTouchMove, { passive: false }],
            [window, "pointermove", this.onMove],
            [window, "pointerup", this.onUp],
            [window, "pointercancel", this.onCancel],
            [window, "keydown", this.onKey, { capture: true }],
        ].map(([target, name, method, options]) => [target, name, method.bind(this), options]);
        this.listeners.forEach(([target, ...rest]) => target.addEventListener(...rest));
        this.frame = this.frame.bind(this);
    }

    destroy() {
        this.onCancel();
        this.listeners.forEach(([target, ...rest]) => target.removeEventListener(...rest));
    }

    onDown(ev) {
        this.hasDragged = false;
        const element = ev.target.closest?.("[data-visit-id]");
        if (ev.button || this.pressed || !element || !this.handlers.canTake(element)) {
            return;
        }
        this.pressed = {
            element,
            isTouch: ev.pointerType === "touch",
            isResize: Boolean(ev.target.closest(".o_pylot_resize")),
            id: ev.pointerId,
            x: ev.clientX,
            y: ev.clientY,
        };
        this.point = { x: ev.clientX, y: ev.clientY };
        if (this.pressed.isTouch) {
            this.timer = setTimeout(() => this.begin(), LONG_PRESS);
        }
    }

    begin() {
        const { element, isResize, x, y } = this.pressed;
        this.session = this.handlers.begin(element, isResize);
        if (!this.session) {
            this.pressed = null;
            return;
        }
        this.hasDragged = true;
        const { visit, fromId } = this.session;
        // a card has no place in time: it is held at its beginning
        this.grabbed = fromId ? this.session.locate(x, y).minute - visit.start : 0;
        // over all, so that nothing changes its looks because the pointer is over it
        this.shield = addOverlay(this.root, "o_pylot_shield");
        this.hand = this.shield.add("hand", visit.customer || visit.name);
        this.tray = this.root.querySelector(".o_pylot_tray");
        this.trayBox = this.tray?.getBoundingClientRect();
        this.raf = requestAnimationFrame(this.frame);
    }

    onMove(ev) {
        if (!this.pressed || ev.pointerId !== this.pressed.id) {
            return;
        }
        this.point = { x: ev.clientX, y: ev.clientY };
        if (this.session) {
            return;
        }
        const distance = Math.hypot(ev.clientX - this.pressed.x, ev.clientY - this.pressed.y);
        if (!this.pressed.isTouch && distance > THRESHOLD) {
            this.begin();
        } else if (this.pressed.isTouch && distance > TOLERANCE) {
            this.release();
        }
    }

    /** One for each frame, as long as something is in the hand. */
    frame() {
        this.scroll();
        this.follow();
        this.raf = requestAnimationFrame(this.frame);
    }

    follow() {
        const { session, point, pressed } = this;
        if (pressed.isResize) {
            session.resizeTo(session.locate(point.x, point.y).minute);
            this.showHand(false);
            return;
        }
        const isOverTray = Boolean(this.trayBox) && contains(this.trayBox, point);
        const isDropped = isOverTray && Boolean(session.fromId);
        if (this.tray && this.tray.classList.contains("o_drop") !== isDropped) {
            this.tray.classList.toggle("o_drop", isDropped);
        }
        const { row, minute, isBeside } = session.locate(point.x, point.y);
        if (isOverTray || isBeside || !row || !contains(session.box, point)) {
            session.setTarget(isOverTray && session.fromId ? { tray: true } : null);
            this.showHand(true);
            return;
        }
        this.showHand(false);
        session.moveTo(minute - this.grabbed, row.id);
    }

    /** Only outside of the rows: in them, the visit itself is seen. */
    showHand(isShown) {
        if (this.hand.hidden === isShown) {
            this.hand.hidden = !isShown;
        }
        if (isShown) {
            const { x, y } = this.point;
            this.hand.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
        }
    }

    scroll() {
        const { left, right, top, bottom } = this.session.box;
        const { x, y } = this.point;
        if (x < left || x > right || y < top || y > bottom) {
            return;
        }
        const inner = left + this.session.trackLeft;
        const dx = x > right - EDGE ? SPEED : x > inner && x < inner + EDGE ? -SPEED : 0;
        const dy = y > bottom - EDGE ? SPEED : y < top + 2 * EDGE ? -SPEED : 0;
        if (dx || dy) {
            this.session.scroller.scrollBy(dx, dy);
        }
    }

    onUp(ev) {
        if (!this.pressed || ev.pointerId !== this.pressed.id) {
            return;
        }
        const { session } = this;
        if (session) {
            this.point = { x: ev.clientX, y: ev.clientY };
            this.follow();
            this.release();
            this.handlers.drop(session);
        } else {
            this.release();
        }
    }

    onCancel() {
        const { session } = this;
        this.release();
        if (session) {
            this.handlers.cancel(session);
        }
    }

    onKey(ev) {
        if (this.session && ev.key === "Escape") {
            ev.stopPropagation();
            ev.preventDefault();
            this.onCancel();
        }
    }

    release() {
        clearTimeout(this.timer);
        cancelAnimationFrame(this.raf);
        this.shield?.host.remove();
        this.tray?.classList.remove("o_drop");
        this.session = this.pressed = this.shield = this.tray = null;
    }

    /** The end of a drag is no click. */
    onClick(ev) {
        if (this.hasDragged) {
            this.hasDragged = false;
            ev.stopPropagation();
            ev.preventDefault();
        }
    }

    onMenu(ev) {
        if (this.session || this.pressed?.isTouch) {
            ev.preventDefault();
        }
    }

    onTouchMove(ev) {
        if (this.session) {
            ev.preventDefault();
        }
    }
}

function contains({ left, right, top, bottom }, { x, y }) {
    return x >= left && x <= right && y >= top && y <= bottom;
}
