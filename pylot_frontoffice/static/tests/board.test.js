import { Deferred, describe, expect, test } from "@odoo/hoot";
import { makeMockEnv } from "@web/../tests/web_test_helpers";

import { getWhat, matches, readBoard } from "@pylot_frontoffice/board/app/board_data";
import { BoardModel, replaceInCrew } from "@pylot_frontoffice/board/app/board_model";
import { filterTechnicians, filterTray, getAreas } from "@pylot_frontoffice/board/app/filters";
import { breaksPromise, describePromise } from "@pylot_frontoffice/board/app/promise";
import { RowCache } from "@pylot_frontoffice/board/app/row/row_data";
import { Timeline, getEmptyWeekends, getHours } from "@pylot_frontoffice/board/app/timeline";

describe.current.tags("headless");

const { DateTime } = luxon;
const ZONE = "Europe/Berlin";

const at = (text) => DateTime.fromISO(text, { zone: ZONE }).toMillis() / 60_000;
const days = (...texts) => texts.map((text) => at(`${text}T00:00`));

const VISIT_COLUMNS = [
    "id",
    "start",
    "stop",
    "state",
    "technician_ids",
    "name",
    "customer",
    "zip",
    "city",
    "type_id",
    "flags",
];

function makePayload(values = {}) {
    const start = at("2026-12-07T09:00");
    return {
        zone: ZONE,
        days: days("2026-12-07", "2026-12-08"),
        technicians: {
            columns: ["id", "name", "is_person", "zips", "skill_ids", "team_ids"],
            rows: [
                [1, "Anna", true, ["10", "12"], [7], [3]],
                [2, "Bert", true, [], [], []],
            ],
        },
        visits: {
            columns: VISIT_COLUMNS,
            rows: [
                [
                    5,
                    start,
                    start + 60,
                    1,
                    [1, 2],
                    "Boiler – Frieda",
                    "Frieda",
                    "10115",
                    "Berlin",
                    4,
                    3,
                ],
                [6, start + 90, start + 150, 1, [2], "Leak", "", "", "", false, 0],
            ],
        },
        states: [
            ["draft", "To Plan"],
            ["planned", "Planned"],
        ],
        types: { 4: ["Boiler", 2, 10, 15] },
        travel: [[2, 6, 45]],
        windows: [],
        times: { 1: { work: [[start - 60, start + 180]] } },
        holds: { columns: ["id", "technician_id", "start", "stop", "until"], rows: [] },
        tray: {
            columns: [
                "id",
                "minutes",
                "since",
                "name",
                "customer",
                "zip",
                "city",
                "type_id",
                "flags",
            ],
            rows: [[9, 90, start, "Pump", "Otto", "30159", "Hannover", 4, 1]],
        },
        tray_count: 1,
        ...values,
    };
}

const getVisits = (board, id) =>
    [...board.visits.values()].filter(({ technicianIds }) => technicianIds.includes(id));

test("a day has as many hours as the clock shows", () => {
    const lengths = (...texts) =>
        new Timeline({ bounds: days(...texts), zone: ZONE })
            .getDays()
            .map((day) => day.hours.map(({ label }) => label).join(" "));
    const [saturday, sunday] = lengths("2027-03-27", "2027-03-28", "2027-03-29");
    expect(saturday.split(" ")).toHaveLength(24);
    expect(sunday).toMatch(/^0 1 3 4 /);
    expect(lengths("2026-10-25", "2026-10-26")[0]).toMatch(/^0 1 2 2 3 /);
});

test("places and minutes are each other's reverse, also when clocks are changed", () => {
    for (const bounds of [days("2027-03-28", "2027-03-29"), days("2026-10-25", "2026-10-26")]) {
        const timeline = new Timeline({ bounds, zone: ZONE });
        for (let minute = bounds[0]; minute < bounds[1]; minute += 15) {
            expect(Math.round(timeline.toMinute(timeline.toFraction(minute)))).toBe(minute);
        }
    }
});

test("what is outside of the hours shown lies at the edge", () => {
    const bounds = days("2026-12-07", "2026-12-08", "2026-12-09");
    const timeline = new Timeline({ bounds, zone: ZONE, hours: [8, 18] });
    expect(timeline.place(at("2026-12-07T08:00"), at("2026-12-07T13:00"))).toEqual({
        left: 0,
        width: 25,
    });
    expect(timeline.place(at("2026-12-07T19:00"), at("2026-12-08T07:00"))).toBe(null);
    // over the night
    expect(timeline.place(at("2026-12-07T17:00"), at("2026-12-08T09:00"))).toEqual({
        left: 45,
        width: 10,
    });
    expect(timeline.snap(at("2026-12-07T09:07") + 0.7)).toBe(at("2026-12-07T09:15"));
    expect(timeline.snap(at("2026-12-07T09:07"))).toBe(at("2026-12-07T09:00"));
});

test("hours are those in which something happens", () => {
    const bounds = days("2026-12-07", "2026-12-08");
    expect(getHours(bounds, [], ZONE)).toEqual([8, 17]);
    const span = [at("2026-12-07T06:30"), at("2026-12-07T18:15")];
    expect(getHours(bounds, [span], ZONE)).toEqual([6, 19]);
    expect(getHours(bounds, [bounds], ZONE)).toEqual([8, 17]);
});

test("hours are those on the clock, also when it is changed", () => {
    for (const [day, next] of [
        ["2027-03-28", "2027-03-29"],
        ["2026-10-25", "2026-10-26"],
    ]) {
        const spans = [[at(`${day}T08:00`), at(`${day}T17:30`)]];
        expect(getHours(days(day, next), spans, ZONE)).toEqual([8, 18]);
        const late = [[at(`${day}T15:00`), at(`${next}T00:00`)]];
        expect(getHours(days(day, next), late, ZONE)).toEqual([15, 24]);
    }
});

test("an arrival window that was promised", () => {
    const start = at("2026-12-07T09:00");
    const { visits } = readBoard(makePayload({ windows: [[5, start - 60, start + 120]] }));
    const [promised, free] = [visits.get(5), visits.get(6)];
    expect(breaksPromise(promised, start - 60)).toBe(false);
    expect(breaksPromise(promised, start - 61)).toBe(true);
    // as on the server: who begins at its very end keeps it
    expect(breaksPromise(promised, start + 120)).toBe(false);
    expect(breaksPromise(promised, start + 121)).toBe(true);
    expect(breaksPromise(free, 0)).toBe(false);
    expect(describePromise(free, ZONE)).toBe("");
});

test("empty weekends are left out", () => {
    const bounds = days("2026-12-11", "2026-12-12", "2026-12-13", "2026-12-14");
    expect(getEmptyWeekends(bounds, ZONE, [])).toEqual([1, 2]);
    const sunday = [at("2026-12-13T09:00"), at("2026-12-13T10:00")];
    expect(getEmptyWeekends(bounds, ZONE, [sunday])).toEqual([1]);
    expect(getEmptyWeekends(days("2026-12-12", "2026-12-13"), ZONE, [])).toEqual([]);
});

test("the crew keeps its lead and its size", () => {
    expect(replaceInCrew([1, 2], 2, 3)).toEqual([1, 3]);
    expect(replaceInCrew([1, 2], 1, 2)).toEqual([1, 2]);
    expect(replaceInCrew([1], undefined, 3)).toEqual([3]);
    expect(replaceInCrew([], undefined, 3)).toEqual([3]);
});

test("what a visit says", () => {
    const board = readBoard(makePayload());
    const visit = board.visits.get(5);
    expect(visit.urgent && visit.promised).toBe(true);
    expect(visit.allday || visit.loose).toBe(false);
    expect(visit.type).toEqual({ name: "Boiler", color: 2, before: 10, after: 15 });
    expect(getWhat(visit)).toBe("Boiler");
    expect(matches(visit, "frieda 101")).toBe(true);
    expect(matches(visit, "frieda leak")).toBe(false);
});

test("filters", () => {
    const board = readBoard(makePayload());
    const none = { search: "", teamId: 0, skillId: 0, area: "" };
    const names = (filters) =>
        filterTechnicians(board, { ...none, ...filters }).map(({ name }) => name);
    expect(getAreas(board)).toEqual(["10", "12", "30"]);
    expect(names({})).toEqual(["Anna", "Bert"]);
    expect(names({ skillId: 7 })).toEqual(["Anna"]);
    expect(names({ teamId: 3 })).toEqual(["Anna"]);
    // without an area of their own they serve all
    expect(names({ area: "30" })).toEqual(["Bert"]);
    expect(names({ search: "leak" })).toEqual(["Bert"]);
    expect(names({ search: "ann" })).toEqual(["Anna"]);
    expect(filterTray(board, { ...none, area: "10" })).toHaveLength(0);
    expect(filterTray(board, { ...none, search: "otto" })).toHaveLength(1);
});

test("a row that has not changed is the same object", async () => {
    await makeMockEnv();
    const cache = new RowCache();
    const get = (payload) => {
        const board = readBoard(payload);
        const timeline = new Timeline({ bounds: board.days, zone: ZONE });
        return board.technicians.map((technician) =>
            cache.get(technician, getVisits(board, technician.id), {
                board,
                timeline,
                search: "",
                canPlan: true,
            }),
        );
    };
    const [anna, bert] = get(makePayload());
    expect(bert.bars).toHaveLength(2);
    expect(anna.bars[0].movable).toBe(true);
    // 45 minutes of way, 30 minutes of time
    expect(bert.shades.map(({ kind }) => kind)).toInclude("late");
    const payload = makePayload();
    payload.visits.rows[1][1] += 15;
    const [annaAfter, bertAfter] = get(payload);
    expect(annaAfter).toBe(anna);
    expect(bertAfter).not.toBe(bert);
});

test("visits at the same time lie below each other", async () => {
    await makeMockEnv();
    const payload = makePayload();
    payload.visits.rows[1][1] = payload.visits.rows[0][1] + 30;
    const board = readBoard(payload);
    const timeline = new Timeline({ bounds: board.days, zone: ZONE });
    const row = new RowCache().get(board.technicians[1], getVisits(board, 2), {
        board,
        timeline,
        search: "",
        canPlan: false,
    });
    expect(row.lanes).toBe(2);
    expect(row.bars.some(({ movable }) => movable)).toBe(false);
});

// === LOADING ===

/** A model whose answers come when the test says so. */
function makeModel() {
    const answers = [];
    const call = () => {
        const answer = new Deferred();
        answers.push(answer);
        return answer;
    };
    const busService = { addChannel() {}, subscribe() {}, unsubscribe() {}, deleteChannel() {} };
    const model = new BoardModel({ orm: { silent: { call } }, busService });
    return { model, answers };
}

test("who has changed something goes on, though news came before the answer", async () => {
    const { model, answers } = makeModel();
    const first = model.load("2026-12-07", 2);
    answers[0].resolve(makePayload());
    await first;
    const visit = model.getVisit(5);
    const done = model.attempt(visit, null, async () => "done");
    await Promise.resolve();
    const news = model.reload();
    answers[1].resolve(makePayload());
    answers[2].resolve(makePayload());
    expect(await done).toBe("done");
    await news;
    model.destroy();
});

test("of two answers the later one is shown, and an early failure is nobody's", async () => {
    const { model, answers } = makeModel();
    const first = model.load("2026-12-07", 2);
    const second = model.load("2026-12-08", 1);
    answers[1].resolve(makePayload());
    await second;
    answers[0].reject(new Error("late"));
    await first;
    expect(model.days).toBe(1);
    const broken = model.load("2026-12-09", 1);
    answers[2].reject(new Error("down"));
    await expect(broken).rejects.toThrow("down");
    model.destroy();
});
