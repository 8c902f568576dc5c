import secrets

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.visit_story import ORDER, STEPS, Tap, tell

TECHNICIAN = "pylot_frontoffice.group_technician"
# What a visit becomes by which button of the form.
BUTTONS = {
    "on_the_way": "action_on_the_way",
    "in_progress": "action_start_visit",
    "done": "action_finish_visit",
    "no_show": "action_no_show",
}
BUTTON_TAPS = {"on_the_way": "on_the_way", "in_progress": "start", "done": "finish"}


class CalendarEvent(models.Model):
    """The visit on the phone of its technician: each tap is kept, and what they add up to is the
    state of the visit and the time everybody spent."""

    _inherit = "calendar.event"

    act_ids = fields.One2many("pylot.visit.act", "event_id", string="Steps", groups=TECHNICIAN)
    time_ids = fields.One2many("pylot.visit.time", "event_id", string="Times", groups=TECHNICIAN)
    is_paused = fields.Boolean(copy=False, readonly=True, help="Begun, and nobody works on it.")
    day_version = fields.Integer(copy=False, groups="pylot_frontoffice.group_dispatcher")

    def _take_day_act(self, technician, kind, key, captured_at=None, **values):
        """Do what was tapped on the phone, once.

        :param technician: ``resource.resource`` of the crew
        :param str kind: of ``pylot.visit.act``
        :param str key: made on the phone
        :param datetime captured_at: naive UTC, already plausible; default: now
        :param values: what else was entered, by ``_do_day_<kind>``
        :return: whether it is new; False: it was taken before, and nothing was done
        :raise UserError: when it cannot be; nothing is kept of it, and it may be sent again
        """
        self.ensure_one()
        visit, acts = self.sudo(), self.env["pylot.visit.act"].sudo()
        captured_at = captured_at or acts._get_plausible_moment()
        visit._lock_day()
        act = acts._claim(visit, technician, kind, key, captured_at)
        if not act:
            if not acts._is_taken(key, technician, visit.id):
                raise UserError(self.env._("Please open the page again and repeat this step."))
            return False
        visit.invalidate_recordset(["act_ids"])
        getattr(visit, f"_do_day_{kind}")(act, **values)
        return True

    def _lock_day(self):
        """Whoever taps at the same moment comes after us: Odoo repeats their request."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE calendar_event SET day_version = COALESCE(day_version, 0) + 1"
                " WHERE id = %s RETURNING day_version",
                self.id,
            )
        )
        self.invalidate_recordset(["day_version"])

    # === WHAT THE TAPS ADD UP TO ===

    def _tell_story(self):
        """Bring state and times in line with the taps, whatever order they arrived in."""
        self.ensure_one()
        taps = [
            Tap(act.captured_at, act.kind, act.resource_id.id)
            for act in self.act_ids
            if act.kind in ORDER
        ]
        story = tell(taps)
        self._write_times(story.spans)
        if self._is_behind(story.state):
            getattr(self.with_context(pylot_day_act=True), BUTTONS[story.state])()
        if self.is_paused != story.is_paused:
            self.is_paused = story.is_paused

    def _is_behind(self, state):
        """:return: whether the visit has not come as far as ``state``; the office may have put it
        further, and what is over or taken back stays so"""
        if self.visit_state not in STEPS or state is None:
            return False
        if state == "no_show":
            return self.visit_state != "done"
        return STEPS.index(state) > STEPS.index(self.visit_state)

    def _write_times(self, spans):
        """:param spans: list of ``visit_story.Span``; times of whom the office has corrected stay
        as they are"""
        times = self.time_ids
        corrected = times.filtered("is_corrected").resource_id
        kept = times.filtered(lambda time: time.resource_id not in corrected)
        wanted = [span for span in spans if span.who not in corrected.ids]
        is_same = [tuple(span) for span in wanted] == [
            (time.resource_id.id, time.kind, time.start, time.stop or None, time.is_forgotten)
            for time in kept.sorted(lambda time: (time.start, time.resource_id.id))
        ]
        if is_same:
            return
        kept.unlink()
        times.create(
            [
                {
                    "event_id": self.id,
                    "resource_id": span.who,
                    "kind": span.kind,
                    "start": span.start,
                    "stop": span.stop,
                    "is_forgotten": span.is_forgotten,
                }
                for span in wanted
            ]
        )

    def _cut_forgotten_times(self):
        """What nobody has stopped ends with the day it began on; somebody says when it did."""
        self.ensure_one()
        now = fields.Datetime.now()
        running = self.sudo().time_ids.filtered(lambda time: not time.stop)
        forgotten = running.filtered(lambda time: time._get_midnight() <= now)
        if not forgotten:
            return
        names = ", ".join(forgotten.resource_id.mapped("name"))
        for time in forgotten.filtered("is_corrected"):
            time.stop = time._get_midnight()
        # taps write the times anew
        tapped = forgotten.filtered(lambda time: not time.is_corrected)
        ends = {time.resource_id: time._get_midnight() for time in tapped}
        for technician, midnight in ends.items():
            key = f"cut-{self.id}-{technician.id}-{midnight:%Y%m%d%H%M%S}"
            self._take_day_act(technician, "cut", key, midnight)
        self._ask_dispatcher(
            lambda env: env._(
                "Nobody stopped the time of %(names)s: please correct it", names=names
            )
        )

    # === STEPS ===

    def _do_day_on_the_way(self, act):
        self._check_day_open()
        self._tell_story()
        if self.visit_state == "on_the_way" and act.resource_id == self.technician_id:
            self._announce_arrival(act.captured_at)

    def _do_day_start(self, act):
        self._check_day_open()
        self._tell_story()

    def _do_day_pause(self, act):
        self._tell_story()

    def _do_day_resume(self, act):
        self._tell_story()

    def _do_day_cut(self, act):
        self._tell_story()

    def _check_day_open(self):
        """A step that comes late is kept for its time; one on a visit that is taken back is not."""
        if self.visit_state in (False, "draft", "cancelled"):
            raise UserError(
                self.env._("This visit was taken off your day. Please call the office.")
            )

    # === THE SAME BY THE BUTTONS OF THE FORM ===

    def action_on_the_way(self):
        result = super().action_on_the_way()
        self._note_button("on_the_way")
        return result

    def action_start_visit(self):
        result = super().action_start_visit()
        self._note_button("start")
        return result

    def action_finish_visit(self):
        result = super().action_finish_visit()
        self._note_button("finish")
        return result

    def _note_button(self, kind):
        """Technicians who work in the form have their times counted as well."""
        if self.env.context.get("pylot_day_act") or self.env.su:
            return
        for visit in self:
            technician = visit.sudo().technician_ids.filtered(
                lambda each: each.user_id == self.env.user
            )[:1]
            if technician:
                visit._take_day_act(technician, kind, secrets.token_urlsafe(24))
