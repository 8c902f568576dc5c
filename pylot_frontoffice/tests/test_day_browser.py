"""The technician's phone in a real browser: 360 pixels wide, with a network that breaks down."""

import json
from contextlib import contextmanager

from odoo.tests import tagged

from .browser_common import BrowserCase
from .day_common import DayRecords

SIGN = """(() => {
    const pad = document.querySelector('.pad canvas');
    pad.scrollIntoView({block: 'center'});
    const box = pad.getBoundingClientRect();
    const at = (x, y) => ({
        clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true, cancelable: true,
    });
    pad.setPointerCapture = () => {};
    pad.dispatchEvent(new PointerEvent('pointerdown', at(20, 40)));
    for (let x = 20; x < 200; x += 20) {
        pad.dispatchEvent(new PointerEvent('pointermove', at(x, 40 + x % 40)));
    }
    pad.dispatchEvent(new PointerEvent('pointerup', at(200, 60)));
    return document.querySelector('.pad').classList.contains('drawn');
})()"""
# A picture as a camera gives it, put into the first field for photos in that place.
TAKE_PHOTO = """(async (selector) => {
    const canvas = document.createElement('canvas');
    canvas.width = 2400;
    canvas.height = 1800;
    canvas.getContext('2d').fillRect(0, 0, 900, 900);
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg'));
    const input = document.querySelector(selector);
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], 'door.jpg', {type: 'image/jpeg'}));
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', {bubbles: true}));
})"""
SMALL_TARGETS = """[...document.querySelectorAll('button, a, input:not([type=hidden]), summary')]
    .filter((each) => each.checkVisibility() && !each.closest('.small, p, li.note, .note'))
    .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
    .filter(([box]) => box.width && (box.height < 44 || box.width < 44))
    .map(([box, text]) => `${Math.round(box.width)}x${Math.round(box.height)} ${text}`)"""


class DayBrowserCase(DayRecords, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill_day()
        cls.path = f"/my/day/{cls.visit.id}"

    @contextmanager
    def phone(self):
        # ``open_browser`` wants a password that is the login
        login = self.technician_user.login
        self.technician_user.password = login
        with self.open_browser(login):
            self.resize(360, 740)
            yield

    def go(self, path):
        with self.next_page():
            self.call("Page.navigate", url=f"{self.base_url()}{path}")

    def wait_for(self, expression):
        # what the page of somebody else would say when it never comes true
        self.evaluate("window.odoo = window.odoo || {}")
        return super().wait_for(f"document.readyState === 'complete' && !!({expression})")

    def tap_form(self, kind, state=None):
        """Press the button of a step; wait until the page says the state that follows."""
        self.evaluate(
            f"document.querySelector(`form[action$='/act/{kind}'] button:not([type])`).click()"
        )
        if state:
            self.wait_for(f"document.body.dataset.state === '{state}'")
            self.wait_for("!document.querySelector('form[data-busy]')")

    def answer(self, item, value):
        self.evaluate(
            f"(() => {{ const form = document.querySelector(`input[name=item][value='{item.id}']`)"
            f".form; const field = form.querySelector('input[name=answer]');"
            f" if (field) {{ field.value = {json.dumps(value)}; form.requestSubmit(); }}"
            f" else {{ form.querySelector(`button[value='{value}']`).click(); }} }})()"
        )

    def offline(self, is_cut=True):
        self.call("Network.enable")
        self.call(
            "Network.emulateNetworkConditions",
            offline=is_cut,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def get_unsent(self):
        return self.evaluate("Number(document.body.dataset.unsent || 0)")

    def assertFits(self):
        self.assertLessEqual(self.evaluate("document.documentElement.scrollWidth"), 360)
        self.assertEqual(self.evaluate(SMALL_TARGETS), [])


@tagged("post_install", "-at_install")
class TestDayBrowser(DayBrowserCase):
    def test_whole_day(self):
        with self.phone():
            self.go("/my/day")
            self.assertFits()
            with self.next_page():
                self.evaluate("document.querySelector('.stop a.open').click()")
            self.assertFits()
            for kind, state in (
                ("on_the_way", "on_the_way"),
                ("start", "in_progress"),
                ("pause", "paused"),
                ("resume", "in_progress"),
            ):
                self.tap_form(kind, state)
                self.wait_for("document.readyState === 'complete'")
                self.assertFits()
            self.answer(self.item_pressure, "1,5")
            self.wait_for("document.querySelectorAll('.check.answered').length === 1")
            self.answer(self.item_valve, "yes")
            self.wait_for("document.querySelectorAll('.check.answered').length === 2")
            self.evaluate(f"{TAKE_PHOTO}('.photos input[type=file]')")
            self.wait_for("document.querySelectorAll('figure img').length === 1")
            self.evaluate("document.querySelector('textarea').value = 'Neues Ventil'")
            self.tap_form("note")
            self.wait_for("document.querySelector('textarea').defaultValue === 'Neues Ventil'")
            self.go(f"{self.path}/parts?q=copper")
            self.assertFits()
            self.tap_form("part")
            self.wait_for("document.querySelector('.stepper output')?.textContent === '1'")
            self.evaluate("document.querySelector('.stepper button:last-of-type').click()")
            self.wait_for("document.querySelector('.stepper output')?.textContent === '2'")
            self.assertFits()
            self.go(self.path)
            self.evaluate("document.querySelector('[name=signed_by]').value = 'Frieda Kunde'")
            self.assertTrue(self.evaluate(SIGN))
            self.tap_form("finish", "done")
            self.wait_for("!document.querySelector('form[action$=\"/act/finish\"]')")
            self.assertFits()
        self.env.invalidate_all()
        report = self.visit.report_ids
        self.assertEqual(report.signed_by, "Frieda Kunde")
        self.assertTrue(report.signature)
        self.assertTrue(report.is_intact)
        self.assertEqual(self.visit.part_ids.state, "ordered")
        self.assertEqual(self.visit.sale_order_id.order_line.product_uom_qty, 2)
        self.assertEqual(len(self.visit.photo_ids), 1)
        self.assertEqual(self.visit.work_note, "Neues Ventil")
        self.assertFalse(self.visit.time_ids.filtered(lambda time: not time.stop))

    def test_network_cut_in_the_middle(self):
        """Nothing is lost and nothing comes twice."""
        with self.phone():
            self.go(self.path)
            self.tap_form("on_the_way", "on_the_way")
            self.wait_for("document.querySelector('.state.on_the_way')")
            self.offline()
            self.tap_form("start", "in_progress")
            self.assertEqual(self.get_unsent(), 1)
            self.assertTrue(self.evaluate("!document.querySelector('#unsent').hidden"))
            self.answer(self.item_pressure, "2")
            self.wait_for("document.body.dataset.unsent === '2'")
            self.answer(self.item_valve, "yes")
            self.wait_for("document.body.dataset.unsent === '3'")
            self.evaluate(f"{TAKE_PHOTO}('.photos input[type=file]')")
            self.wait_for("document.body.dataset.unsent === '4'")
            self.wait_for("!document.querySelector('form[data-busy]')")
            self.tap_form("pause", "paused")
            self.tap_form("resume", "in_progress")
            self.evaluate("document.querySelector('[name=signed_by]').value = 'Frieda'")
            self.assertTrue(self.evaluate(SIGN))
            self.tap_form("finish", "done")
            self.assertEqual(self.get_unsent(), 7)
            self.assertFits()
            self.env.invalidate_all()
            self.assertEqual(self.visit.visit_state, "on_the_way")
            self.offline(False)
            self.evaluate("window.dispatchEvent(new Event('online')); 1")
            self.wait_for("document.body.dataset.unsent === '0'")
            self.go(self.path)
            self.assertEqual(self.evaluate("document.body.dataset.state"), "done")
        self.env.invalidate_all()
        self.assertEqual(self.visit.visit_state, "done")
        kinds = self.visit.act_ids.mapped("kind")
        self.assertEqual(
            sorted(kinds),
            sorted(["on_the_way", "start", "check", "check", "photo", "pause", "resume", "finish"]),
        )
        self.assertEqual(len(self.visit.photo_ids), 1)
        self.assertFalse(self.visit.photo_ids.is_late)
        self.assertTrue(self.visit.report_ids.signed_by)

    def test_answer_lost_on_the_way(self):
        """The server has it and the phone does not know: it is sent again, and counts once."""
        with self.phone():
            self.go(self.path)
            self.evaluate(
                "window.realFetch = window.fetch; window.fetch = async (...args) => {"
                " await window.realFetch(...args); throw new TypeError('cut'); }; 1"
            )
            self.tap_form("start", "in_progress")
            self.assertEqual(self.get_unsent(), 1)
            self.go(self.path)
            self.wait_for("document.body.dataset.unsent === '0'")
            self.wait_for("document.querySelector('.state.in_progress')")
        self.env.invalidate_all()
        self.assertEqual(len(self.visit.act_ids), 1)
        self.assertEqual(len(self.visit.time_ids), 1)

    def test_kept_over_a_restart(self):
        """What was not sent is there when the page is opened again, hours later."""
        with self.phone():
            self.go(self.path)
            self.offline()
            self.tap_form("start", "in_progress")
            self.browse_away()
            self.offline(False)
            self.go("/my/day")
            self.wait_for("document.body.dataset.unsent === '0'")
        self.env.invalidate_all()
        self.assertEqual(self.visit.visit_state, "in_progress")

    def test_refused_is_said_and_not_lost(self):
        with self.phone():
            self.go(self.path)
            self.tap_form("start", "in_progress")
            self.wait_for("document.querySelector('.state.in_progress')")
            self.tap_form("finish")
            self.wait_for("document.querySelector('.message.script')")
            said = self.evaluate("document.querySelector('.message.script').textContent")
            self.assertIn("Pressure", said)
            self.assertEqual(self.get_unsent(), 0)
            # tapped without network: it waits, says why, and can be thrown away
            self.offline()
            self.tap_form("finish", "done")
            self.offline(False)
            self.evaluate("document.getElementById('send_now').click()")
            self.wait_for(
                "document.querySelector('#unsent .why')?.textContent.includes('Pressure')"
            )
            self.assertEqual(self.get_unsent(), 1)
            for _press in range(2):
                self.evaluate("document.querySelector('#unsent .drop').click()")
            self.wait_for("document.body.dataset.unsent === '0'")
        self.env.invalidate_all()
        self.assertEqual(self.visit.visit_state, "in_progress")

    def test_nobody_home(self):
        with self.phone():
            self.go(self.path)
            self.evaluate("document.querySelector('.more details').open = true")
            self.evaluate(f"{TAKE_PHOTO}('.more input[type=file]')")
            self.evaluate("document.querySelector('.more [name=reason]').value = 'Niemand da'")
            self.assertFits()
            with self.next_page():
                self.tap_form("nobody_home")
            self.assertEqual(self.evaluate("location.search"), "?done=nobody")
            self.assertTrue(self.evaluate("document.querySelector('.message').textContent.trim()"))
        self.env.invalidate_all()
        self.assertEqual(self.visit.visit_state, "no_show")
        self.assertEqual(self.visit.photo_ids.kind, "door")

    def test_without_script(self):
        with self.phone():
            self.call("Emulation.setScriptExecutionDisabled", value=True)
            self.call("Page.navigate", url=f"{self.base_url()}{self.path}")
            self.wait_for("document.querySelector('form[action$=\"/act/start\"]')")
            self.evaluate("document.querySelector('form[action$=\"/act/start\"] button').click()")
            self.wait_for("document.body.dataset.state === 'in_progress'")
        self.env.invalidate_all()
        self.assertEqual(self.visit.visit_state, "in_progress")

    def test_subcontractor(self):
        self.visit.technician_id = self.bert
        self.bert.with_user(self.dispatcher_user).action_renew_day_link()
        path = f"/day/{self.bert.day_token}/{self.visit.id}"
        with self.open_browser():
            self.resize(360, 740)
            self.go(path)
            self.tap_form("start", "in_progress")
            self.wait_for("document.querySelector('.state.in_progress')")
            self.offline()
            self.tap_form("pause", "paused")
            self.offline(False)
            self.evaluate("document.getElementById('send_now').click()")
            self.wait_for("document.body.dataset.unsent === '0'")
        self.env.invalidate_all()
        self.assertTrue(self.visit.is_paused)
