import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, waitFor, waitForNone } from "@odoo/hoot-dom";
import { defineCalendarModels } from "@calendar/../tests/calendar_test_helpers";
import {
    contains,
    getService,
    makeMockServer,
    makeServerError,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";

import { COLLISION_ERROR } from "@pylot_frontoffice/collision_dialog/collision";
import { askForAlternative } from "@pylot_frontoffice/collision_dialog/collision_dialog";

describe.current.tags("desktop");
defineCalendarModels();

const BUSY = "<b>Anna</b> is already booked: “Leak”, Mon 1 PM – 2 PM.";
const LABELS = ["Mon 2 PM – 3 PM", "Mon 3 PM – 4 PM", "Tue 8 AM – 9 AM"];
const STARTS = ["2026-03-02 14:00:00", "2026-03-02 15:00:00", "2026-03-03 08:00:00"];
const STOPS = ["2026-03-02 15:00:00", "2026-03-02 16:00:00", "2026-03-03 09:00:00"];

let collision;
beforeEach(() => {
    collision = {
        message: [BUSY, "Next free times:", ...LABELS].join("\n"),
        technician: "Anna",
        event_id: false,
        values: {},
        alternatives: LABELS.map((label, index) => ({
            label,
            start: STARTS[index],
            stop: STOPS[index],
            technician_id: 7,
        })),
    };
});

/** Refuse to write a visit while it is to start at one o'clock, as the server would. */
function refuseOneOClock(method) {
    onRpc("calendar.event", method, ({ args }) => {
        expect.step([method, args[1].start, args[1].stop]);
        if (args[1].start === "2026-03-02 13:00:00") {
            throw makeServerError({
                errorName: COLLISION_ERROR,
                context: { pylot_collision: collision },
                message: collision.message,
            });
        }
    });
}

async function createVisits() {
    const { env } = await makeMockServer();
    const visits = env["calendar.event"];
    const resId = visits.create({
        name: "Burner change",
        start: "2026-03-02 09:00:00",
        stop: "2026-03-02 10:00:00",
    });
    return { visits, resId };
}

test("who is busy is said as text, each free time is one click", async () => {
    await mountWithCleanup(MainComponentsContainer);
    const answer = askForAlternative(getService("dialog"), collision);
    await contains(".o_pylot_collision [role=alert]").click();
    expect(".o_pylot_collision [role=alert]").toHaveText(BUSY);
    expect(queryAllTexts(".o_pylot_alternatives button")).toEqual(LABELS);
    await contains(".o_pylot_alternatives button:eq(1)").click();
    expect(await answer).toEqual({ alternative: collision.alternatives[1] });
    await waitForNone(".o_pylot_collision");
});

test("back decides nothing, and changes are only given up on request", async () => {
    await mountWithCleanup(MainComponentsContainer);
    let answer = askForAlternative(getService("dialog"), collision);
    await contains(".o_pylot_back").click();
    expect(await answer).toEqual({});

    answer = askForAlternative(getService("dialog"), collision, { canDiscard: true });
    await contains(".o_pylot_discard").click();
    expect(await answer).toEqual({ discard: true });
});

test("without a visit to write to, the free times are told as text", async () => {
    await mountWithCleanup(MainComponentsContainer);
    askForAlternative(getService("dialog"), collision, { canChoose: false });
    await contains(".o_pylot_collision [role=alert]").click();
    expect(".o_pylot_collision [role=alert]").toHaveText(new RegExp(LABELS.join("\\s+")));
    expect(".o_pylot_alternatives").toHaveCount(0);
});

test("a form keeps what was typed and is saved with the chosen time", async () => {
    const { visits, resId } = await createVisits();
    collision.event_id = resId;
    refuseOneOClock("web_save");
    await mountView({
        type: "form",
        resModel: "calendar.event",
        resId,
        arch: `<form><field name="name"/><field name="start"/><field name="stop"/></form>`,
    });
    await contains("[name=name] input").edit("Burner and pump");
    await contains("[name=start] input, [name=start] button").click();
    await contains(".o_field_datetime[name=start] input").edit("03/02/2026 14:00:00");
    await contains(".o_form_button_save").click();
    await expect.waitForSteps([["web_save", "2026-03-02 13:00:00", undefined]]);

    await contains(".o_pylot_back").click();
    await waitForNone(".o_pylot_collision");
    expect("[name=name] input").toHaveValue("Burner and pump");
    expect(".o_form_status_indicator_buttons.invisible").toHaveCount(0);

    await contains(".o_form_button_save").click();
    await contains(".o_pylot_alternatives button:eq(2)").click();
    await expect.waitForSteps([
        ["web_save", "2026-03-02 13:00:00", undefined],
        ["web_save", STARTS[2], STOPS[2]],
    ]);
    // saved is what the form has heard of
    await waitFor(".o_form_status_indicator_buttons.invisible", { visible: false });
    const [visit] = visits.browse(resId);
    expect([visit.name, visit.start, visit.stop]).toEqual(["Burner and pump", STARTS[2], STOPS[2]]);
});
