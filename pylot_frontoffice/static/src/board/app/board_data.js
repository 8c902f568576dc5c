/**
 * What the server sends, as objects. Moments are minutes since 1970 (UTC) all over the board.
 *
 * @typedef {Object} Visit
 * @property {number} id
 * @property {number} start
 * @property {number} stop
 * @property {string} state code such as "planned"; "draft" in the tray
 * @property {string} stateLabel
 * @property {number[]} technicianIds the lead first
 * @property {string} name
 * @property {string} customer
 * @property {string} zip
 * @property {string} city
 * @property {{ name: string, color: number, before: number, after: number }} type
 * @property {boolean} urgent
 * @property {boolean} promised the customer knows of it
 * @property {number[]|null} window from when to when the customer expects somebody to arrive
 * @property {boolean} allday
 * @property {boolean} loose does not block its technicians
 * @property {number} [since] of the tray: when it was made
 */

const URGENT = 1;
const PROMISED = 2;
const ALLDAY = 4;
const LOOSE = 8;
const NO_TYPE = { name: "", color: 0, before: 0, after: 0 };
/** States in which a visit may be moved, as on the server. */
const OPEN_STATES = ["draft", "planned", "confirmed"];

export function readTable({ columns, rows }) {
    return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
}

function groupRows(rows, key) {
    const groups = new Map();
    for (const row of rows) {
        groups.set(row[key], [...(groups.get(row[key]) || []), row]);
    }
    return groups;
}

function readType([name, color, before, after]) {
    return { name, color, before, after };
}

function readVisit(row, types, [state, stateLabel], window = null) {
    return {
        id: row.id,
        start: row.start,
        stop: row.stop,
        state,
        stateLabel,
        technicianIds: row.technician_ids || [],
        name: row.name,
        customer: row.customer,
        zip: row.zip,
        city: row.city,
        type: types.get(row.type_id) || NO_TYPE,
        urgent: Boolean(row.flags & URGENT),
        promised: Boolean(row.flags & PROMISED),
        window,
        allday: Boolean(row.flags & ALLDAY),
        loose: Boolean(row.flags & LOOSE),
        since: row.since,
    };
}

/**
 * @param {Object} payload of `pylot.board.get_board`
 * @returns {Object} with `visits` (by id), `tray` (visits without a time), `technicians`
 */
export function readBoard(payload) {
    const types = new Map(
        Object.entries(payload.types).map(([id, values]) => [Number(id), readType(values)]),
    );
    const windows = new Map(payload.windows.map(([id, ...window]) => [id, window]));
    const visits = new Map();
    for (const row of readTable(payload.visits)) {
        const state = payload.states[row.state];
        visits.set(row.id, readVisit(row, types, state, windows.get(row.id)));
    }
    const tray = readTable(payload.tray).map((row) => {
        const visit = readVisit(row, types, payload.states[0]);
        return Object.assign(visit, { start: 0, stop: row.minutes });
    });
    const technicians = readTable(payload.technicians).map((row) => ({
        id: row.id,
        name: row.name,
        isPerson: row.is_person,
        zips: row.zips,
        skillIds: row.skill_ids,
        teamIds: row.team_ids,
    }));
    return {
        ...payload,
        visits,
        tray,
        technicians,
        holds: groupRows(readTable(payload.holds), "technician_id"),
        travel: groupRows(payload.travel, 0),
    };
}

export function canMove(visit) {
    return OPEN_STATES.includes(visit.state) && !visit.allday;
}

export function getPlace(visit) {
    return [visit.zip, visit.city].filter(Boolean).join(" ");
}

/** Names often end with the customer, who is said anyway. */
export function getWhat({ name, customer }) {
    const rest = customer
        ? name
              .split(customer)
              .join("")
              .replace(/[\s–-]+$/, "")
        : "";
    return rest || (customer === name ? "" : name);
}

/** What a person types is looked for in all that can be read on a visit. */
export function matches(visit, search) {
    const text = [visit.name, visit.customer, visit.zip, visit.city, visit.type.name].join(" ");
    return search
        .toLowerCase()
        .split(/\s+/)
        .every((word) => text.toLowerCase().includes(word));
}
