import { canMove, getPlace, getWhat, matches } from "../board_data";
import { describePromise } from "../promise";
import { describeSpan } from "../wording";

/** Bars that overlap (one of them does not block) lie in lanes below each other. */
function layOut(visits) {
    const lanes = [];
    const places = new Map();
    for (const visit of visits) {
        let lane = lanes.findIndex((stop) => stop <= visit.start);
        if (lane < 0) {
            lane = lanes.push(0) - 1;
        }
        lanes[lane] = visit.stop;
        places.set(visit.id, lane);
    }
    return { places, count: Math.max(1, lanes.length) };
}

function getSpans(pieces, kind, timeline) {
    return (pieces || []).flatMap(([start, stop]) => {
        const place = timeline.place(start, stop);
        return place ? [{ key: `${kind}${start}`, kind, style: toStyle(place) }] : [];
    });
}

/** What is outside of the working hours, as spans. */
function getClosed(work, timeline) {
    const closed = [];
    for (const { start, stop } of timeline.segments) {
        let from = start;
        for (const [lower, upper] of work || []) {
            if (upper > from && lower < stop) {
                if (lower > from) {
                    closed.push([from, lower]);
                }
                from = Math.max(from, upper);
            }
        }
        if (from < stop) {
            closed.push([from, stop]);
        }
    }
    return closed;
}

function toStyle({ left, width }) {
    return `left:${left}%;width:${width}%`;
}

function getTravel(visits, minutesByVisit, timeline) {
    let before = -Infinity;
    const spans = [];
    for (const visit of visits) {
        const minutes = minutesByVisit.get(visit.id);
        const place = minutes && timeline.place(visit.start - minutes, visit.start);
        if (place) {
            spans.push({
                key: `travel${visit.id}`,
                kind: visit.start - minutes < before ? "late" : "travel",
                style: toStyle(place),
            });
        }
        before = visit.stop;
    }
    return spans;
}

function getBuffers(visit, timeline) {
    const { before, after } = visit.type;
    if (visit.loose || visit.allday) {
        return [];
    }
    return [
        [visit.start - before, visit.start],
        [visit.stop, visit.stop + after],
    ].flatMap(([start, stop], i) => {
        const place = start < stop && timeline.place(start, stop);
        return place
            ? [{ key: `buffer${visit.id}.${i}`, kind: "buffer", style: toStyle(place) }]
            : [];
    });
}

function prepareBar(visit, technician, lane, { timeline, search, canPlan }) {
    const place = timeline.place(visit.start, visit.stop);
    if (!place) {
        return null;
    }
    const isHelping = visit.technicianIds[0] !== technician.id;
    const span = describeSpan(visit.start, visit.stop, timeline.zone);
    const about = [visit.name, visit.customer, getPlace(visit), span, technician.name];
    return {
        key: visit.id,
        visit,
        style: `${toStyle(place)};--lane:${lane}`,
        title: visit.customer || visit.name,
        subtitle: [visit.customer ? getWhat(visit) : "", visit.city].filter(Boolean).join(" · "),
        label: [...about, visit.stateLabel, describePromise(visit, timeline.zone)]
            .filter(Boolean)
            .join(", "),
        movable: canPlan && canMove(visit),
        className: [
            `o_state_${visit.state}`,
            `o_type_${visit.type.color % 12}`,
            isHelping ? "o_helping" : "",
            visit.technicianIds.length > 1 ? "o_crew" : "",
            visit.loose ? "o_loose" : "",
            visit.urgent ? "o_urgent" : "",
            search && !matches(visit, search) ? "o_dim" : "",
        ]
            .filter(Boolean)
            .join(" "),
    };
}

/**
 * @param {Object} technician
 * @param {import("../board_data").Visit[]} visits theirs, by start
 * @param {Object} options `board`, `timeline`, `search`, `canPlan`
 * @returns {Object} all a row draws
 */
export function prepareRow(technician, visits, { board, timeline, search, canPlan }) {
    const times = board.times[technician.id] || {};
    const travel = new Map(
        (board.travel.get(technician.id) || []).map(([, visitId, minutes]) => [visitId, minutes]),
    );
    const holds = (board.holds.get(technician.id) || []).map(({ start, stop }) => [start, stop]);
    const { places, count } = layOut(visits);
    const minutes = visits.reduce(
        (sum, { start, stop, allday }) => sum + (allday ? 0 : stop - start),
        0,
    );
    const capacity = (times.work || []).reduce((sum, [start, stop]) => sum + stop - start, 0);
    return {
        technician,
        lanes: count,
        minutes,
        capacity,
        shades: [
            ...getSpans(getClosed(times.work, timeline), "closed", timeline),
            ...getSpans(times.off, "off", timeline),
            ...getSpans(times.busy, "busy", timeline),
            ...getSpans(holds, "hold", timeline),
            ...visits.flatMap((visit) => getBuffers(visit, timeline)),
            ...getTravel(visits, travel, timeline),
        ],
        bars: visits
            .map((visit) =>
                prepareBar(visit, technician, places.get(visit.id), { timeline, search, canPlan }),
            )
            .filter(Boolean),
    };
}

/**
 * Rows that have not changed since the last time are the same objects, so that they are not
 * rendered again: others move one visit, and one or two of sixty rows are drawn.
 */
export class RowCache {
    constructor() {
        this.rows = new Map();
    }

    get(technician, visits, options) {
        const { board, timeline, search, canPlan } = options;
        const signature = JSON.stringify([
            technician,
            visits,
            board.times[technician.id],
            board.travel.get(technician.id),
            board.holds.get(technician.id),
            timeline.key,
            search,
            canPlan,
        ]);
        const known = this.rows.get(technician.id);
        if (known?.signature === signature) {
            return known.row;
        }
        const row = prepareRow(technician, visits, options);
        this.rows.set(technician.id, { signature, row });
        return row;
    }
}
