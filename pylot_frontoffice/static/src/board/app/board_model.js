import { EventBus } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

import { readBoard } from "./board_data";
import { toDateTime } from "./timeline";

const { DateTime } = luxon;

export const CHANGED = "pylot.board/changed";
/** Changes of others come in bursts. */
const PATIENCE = 300;
/** Holds run out, time passes: nobody tells. */
const FRESH = 5 * 60_000;

/**
 * The plan of some days, and what can be done to it. Announces "update" when it is another one.
 */
export class BoardModel extends EventBus {
    constructor({ orm, busService }) {
        super();
        this.orm = orm;
        this.busService = busService;
        this.board = null;
        this.days = 1;
        this.first = null;
        this.busy = 0;
        this.onChanged = () => this.reloadSoon();
    }

    // === LOADING ===

    /** @param {string|false} first "2026-11-30"; false: today */
    load(first, days) {
        // a refresh in between asks for the same
        this.wanted = [first, days];
        this.request = this.orm.silent.call("pylot.board", "get_board", this.wanted);
        this.loading = this.show(this.request, days);
        return this.loading;
    }

    /** Who waits for an answer that is out of date by now gets the later one: it is never left
     * waiting, for then it would not tell what it has done. */
    async show(request, days) {
        const isLatest = () => request === this.request;
        const payload = await request.catch((error) => isLatest() && Promise.reject(error));
        if (!isLatest()) {
            return this.loading;
        }
        this.days = days;
        this.setPayload(payload);
        this.first = toDateTime(payload.days[0], payload.zone).toISODate();
        this.listen(payload.channel);
        browser.clearTimeout(this.freshTimer);
        this.freshTimer = browser.setTimeout(() => this.reloadSoon(), FRESH);
    }

    setPayload(payload) {
        this.payload = payload;
        this.board = readBoard(payload);
        this.trigger("update");
    }

    reload() {
        return this.load(...this.wanted);
    }

    /** Not while something is being moved: what is in the hand would be pulled away. */
    reloadSoon() {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => {
            if (this.busy) {
                this.reloadSoon();
            } else {
                this.reload().catch(() => {});
            }
        }, PATIENCE);
    }

    listen(channel) {
        if (!this.channel) {
            this.channel = channel;
            this.busService.addChannel(channel);
            this.busService.subscribe(CHANGED, this.onChanged);
        }
    }

    destroy() {
        browser.clearTimeout(this.timer);
        browser.clearTimeout(this.freshTimer);
        if (this.channel) {
            this.busService.unsubscribe(CHANGED, this.onChanged);
            this.busService.deleteChannel(this.channel);
        }
    }

    // === READING ===

    get today() {
        const zone = this.board?.zone || "local";
        return DateTime.now().setZone(zone).toISODate();
    }

    getVisit(id) {
        return this.board.visits.get(id) || this.board.tray.find((visit) => visit.id === id);
    }

    getCandidates(visit) {
        const params = [visit.id, this.first, this.days];
        return this.orm.silent.call("pylot.board", "get_candidates", params);
    }

    // === CHANGING ===

    /**
     * @param {import("./board_data").Visit} visit as it is on the board
     * @param {Object} target `start`, `stop`, `technicianId`, and `fromId`: whose place is taken
     * @param {boolean} inform
     */
    async move(visit, { start, stop, technicianId, fromId }, inform) {
        const values = { to_id: technicianId, from_id: fromId, inform, seen: getSeen(visit) };
        await this.orm.call("pylot.board", "move", [visit.id, start, stop], values);
    }

    async unplan(visit, inform) {
        await this.orm.call("pylot.board", "unplan", [visit.id], { inform, seen: getSeen(visit) });
    }

    /**
     * Show the plan as it will be, do it, and show what has become of it: as it was, when the
     * server refuses.
     */
    async attempt(visit, target, action) {
        const before = this.payload;
        this.busy++;
        this.setPayload(target ? withMoved(before, visit, target) : before);
        try {
            return await action();
        } catch (error) {
            this.setPayload(before);
            throw error;
        } finally {
            this.busy--;
            await this.reload().catch(() => {});
        }
    }
}

function getSeen({ start, stop, technicianIds, state }) {
    if (state === "draft") {
        return { in_tray: true };
    }
    return { start, stop, technician_ids: technicianIds };
}

/** The crew after `toId` has taken the place of `fromId`. */
export function replaceInCrew(crew, fromId, toId) {
    if (!toId || crew.includes(toId)) {
        return crew;
    }
    const index = Math.max(0, crew.indexOf(fromId));
    return crew.length ? crew.map((id, i) => (i === index ? toId : id)) : [toId];
}

function withMoved(payload, visit, { start, stop, technicianId, fromId }) {
    const { columns } = payload.visits;
    const set = (row, values) => columns.map((name, i) => (name in values ? values[name] : row[i]));
    const technician_ids = replaceInCrew(visit.technicianIds, fromId, technicianId);
    const values = { start, stop, technician_ids };
    const isThere = payload.visits.rows.some((row) => row[0] === visit.id);
    let rows = payload.visits.rows.map((row) => (row[0] === visit.id ? set(row, values) : row));
    if (!isThere) {
        const card = payload.tray.rows.find((row) => row[0] === visit.id) || [];
        const known = Object.fromEntries(payload.tray.columns.map((name, i) => [name, card[i]]));
        const state = payload.states.findIndex(([code]) => code === "planned");
        rows = [...rows, set([], { ...known, ...values, state })];
    }
    rows.sort((a, b) => a[columns.indexOf("start")] - b[columns.indexOf("start")]);
    const tray = payload.tray.rows.filter((row) => row[0] !== visit.id);
    return {
        ...payload,
        visits: { columns, rows },
        tray: { ...payload.tray, rows: tray },
        tray_count: payload.tray_count - (payload.tray.rows.length - tray.length),
        // the ways are known again when the server has answered
        travel: payload.travel.filter(([, visitId]) => visitId !== visit.id),
    };
}
