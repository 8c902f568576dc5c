import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, waitFor, waitForNone } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { waitForChannels, waitNotifications } from "@bus/../tests/bus_test_helpers";
import { click, defineMailModels, openFormView, start } from "@mail/../tests/mail_test_helpers";
import {
    MockServer,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineMailModels();

const CHANNEL = "pylot.complaint_2";
const WRITING = "pylot.complaint/writing";
const EVIL = "<img src=x onerror=alert(1)>";

class Visit extends models.Model {
    _name = "calendar.visit";
    name = fields.Char();
    _records = [{ id: 7, name: "Boiler check" }];
}

class Complaint extends models.Model {
    _name = "pylot.complaint";
    _inherit = ["mail.thread"];
    name = fields.Char();
    message_ids = fields.One2many({ relation: "mail.message" });
    recent_items = fields.Json({ readonly: true });
    similar_items = fields.Json({ readonly: true });
    same_id = fields.Many2one({ relation: "pylot.complaint" });
    event_id = fields.Many2one({ relation: "calendar.visit" });
    writing_note = fields.Char();
    writing_until = fields.Datetime();
    _records = [
        {
            id: 1,
            name: "Cold",
            recent_items: [
                {
                    field: "event_id",
                    title: "Visits",
                    items: [{ id: 7, label: EVIL, detail: "Monday" }],
                },
            ],
            similar_items: [
                { model: "pylot.complaint", id: 2, label: EVIL, detail: "same visit", icon: "" },
            ],
        },
        { id: 2, name: "Also cold", writing_note: "Ada is writing an answer." },
    ];
}
defineModels([Visit, Complaint]);

beforeEach(() => {
    onRpc("pylot.complaint", "set_writing", ({ args: [[id], isWriting] }) => {
        expect.step([id, isWriting]);
        return true;
    });
});

test("what the customer had lately is one click, and can be taken out again", async () => {
    await mountView({
        type: "form",
        resModel: "pylot.complaint",
        resId: 1,
        arch: `<form><field name="event_id" invisible="1"/>
            <field name="recent_items" widget="pylot_offers" options="{'chosen': True}"/></form>`,
    });
    expect(queryAllTexts(".o_pylot_offers button span")).toEqual(["Monday"]);
    expect(".o_pylot_offers button").toHaveText(/^<img src=x onerror=alert\(1\)>\s*Monday$/);
    expect(".o_pylot_offers img").toHaveCount(0);
    await contains(".o_pylot_offers button[data-field=event_id]").click();
    await waitFor(".o_pylot_offers button.btn-primary");
    expect(".o_pylot_offers button.btn-primary").toHaveText(EVIL);
    await contains(".o_pylot_offers button.btn-primary").click();
    await waitForNone(".o_pylot_offers button.btn-primary");
});

test("one that is open already can be chosen instead, and let go", async () => {
    await mountView({
        type: "form",
        resModel: "pylot.complaint",
        resId: 1,
        arch: `<form><field name="same_id" invisible="1"/>
            <field name="similar_items" widget="pylot_matters" options="{'choose': 'same_id'}"/>
            </form>`,
    });
    expect(".o_pylot_matters img").toHaveCount(0);
    await contains(".o_pylot_matters button").click();
    await waitFor(".o_pylot_matters button[aria-pressed=true]");
    await contains(".o_pylot_matters button").click();
    await waitFor(".o_pylot_matters button[aria-pressed=false]");
});

test("who is writing is said at once, by the bus, and not for ever", async () => {
    await mountView({
        type: "form",
        resModel: "pylot.complaint",
        resId: 2,
        arch: `<form><field name="writing_note" widget="pylot_writing"/></form>`,
    });
    expect(".o_pylot_writing").toHaveText("Ada is writing an answer.");
    const until = luxon.DateTime.utc().plus({ minutes: 3 }).toFormat("yyyy-MM-dd HH:mm:ss");
    await waitForChannels([CHANNEL]);
    // messages take as long as they take, however far the clock is moved: wait for each
    const tell = async (values) => {
        const message = { complaint_id: 2, user_id: 99, name: EVIL, until, ...values };
        MockServer.env["bus.bus"]._sendone(CHANNEL, WRITING, message);
        await waitNotifications([WRITING, message]);
        await animationFrame();
    };
    await tell({});
    expect(".o_pylot_writing").toHaveText(`${EVIL} is writing an answer.`);
    expect(".o_pylot_writing img").toHaveCount(0);
    await tell({ until: false });
    expect(".o_pylot_writing").toHaveCount(0);
    await tell({ complaint_id: 1 });
    expect(".o_pylot_writing").toHaveCount(0);
    await tell({});
    expect(".o_pylot_writing").toHaveCount(1);
    await advanceTime(3 * 60 * 1000 + 1);
    await waitForNone(".o_pylot_writing");
});

test("while an answer is open, the server is told again and again", async () => {
    await start();
    await openFormView("pylot.complaint", 1, {
        arch: `<form><field name="name"/><chatter/></form>`,
    });
    // disabled, and deaf to clicks, until the thread is loaded
    await click(".o-mail-Chatter-logNote:enabled");
    await waitFor(".o-mail-Composer", { timeout: 3000 });
    await animationFrame();
    expect.verifySteps([]);
    await click(".o-mail-Chatter-sendMessage:enabled");
    await expect.waitForSteps([[1, true]]);
    await advanceTime(60000);
    await expect.waitForSteps([[1, true]]);
    await click(".o-mail-Chatter-sendMessage:enabled");
    await expect.waitForSteps([[1, false]]);
    await advanceTime(120000);
    expect.verifySteps([]);
});
