import re
from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

ACTS = [
    ("on_the_way", "On the way"),
    ("start", "Start"),
    ("pause", "Pause"),
    ("resume", "Go on"),
    ("cut", "End of the day"),
    ("finish", "Finish"),
    ("nobody_home", "Nobody home"),
    ("decline", "Declined"),
    ("check", "Checklist"),
    ("photo", "Photo"),
    ("note", "Note"),
    ("part", "Part"),
    ("sign_parts", "Parts signed"),
    ("sign", "Report signed"),
    ("follow_up", "Follow-up visit"),
]
# A phone can be without network for a long weekend; a clock that says more is wrong.
LATEST = timedelta(days=4)
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


class PylotVisitAct(models.Model):
    """One tap on a technician's phone. Its key was made on the phone, so that it counts once
    however often it is sent."""

    _name = "pylot.visit.act"
    _description = "Step of a Visit"
    _order = "captured_at, id"
    _rec_name = "kind"

    key = fields.Char(required=True, groups="pylot_frontoffice.group_dispatcher")
    event_id = fields.Many2one(
        "calendar.event", string="Visit", required=True, index=True, ondelete="cascade"
    )
    resource_id = fields.Many2one(
        "resource.resource", string="Technician", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="event_id.visit_company_id")
    kind = fields.Selection(ACTS, required=True)
    captured_at = fields.Datetime(required=True, help="When it was tapped.")
    note = fields.Char(help="The reason that was given.")

    _key_unique = models.UniqueIndex("(key)", "This step has been taken already.")

    @api.model
    def _claim(self, event, technician, kind, key, captured_at):
        """Take the step, unless it has been taken. Of two that arrive at the same moment one
        waits for the other, and is repeated by Odoo when that one is done.

        :param datetime captured_at: naive UTC, already plausible
        :return: the new act, none when it is known"""
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise UserError(self.env._("Please open the page again and repeat this step."))
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO pylot_visit_act
                       (key, event_id, resource_id, kind, captured_at,
                        create_uid, create_date, write_uid, write_date)
                   VALUES (%(key)s, %(event)s, %(resource)s, %(kind)s, %(at)s,
                           %(uid)s, %(now)s, %(uid)s, %(now)s)
                   ON CONFLICT (key) DO NOTHING RETURNING id""",
                key=key,
                event=event.id,
                resource=technician.id,
                kind=kind,
                at=captured_at,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        return self.browse(id_ for (id_,) in rows)

    @api.model
    def _is_taken(self, key, technicians, event_id=None):
        """:return: whether one of these technicians has taken the step already"""
        if not isinstance(key, str) or not KEY.fullmatch(key):
            return False
        known = self.sudo().search([("key", "=", key), ("resource_id", "in", technicians.ids)])
        return bool(known) and (event_id is None or known.event_id.id == event_id)

    @api.model
    def _get_plausible_moment(self, age=None):
        """:param age: seconds ago, as a phone has measured it with a clock that may be wrong; may
            be anything
        :return: naive UTC with fractions of a second: quick taps have an order, too"""
        now = datetime.now(UTC).replace(tzinfo=None)
        try:
            seconds = float(age or 0)
        except (TypeError, ValueError):
            return now
        if not 0 <= seconds < float("inf"):
            return now
        return now - min(timedelta(seconds=min(seconds, 10**9)), LATEST)
