from odoo import fields, models
from odoo.tools import SQL


class PylotConflict(models.Model):
    """Two events that want the same technician at the same time.

    Visits cannot collide; ordinary calendar events can, and do in every database that existed
    before this add-on: two meetings of one person, a visit over a private appointment, two
    visits one of which does not block. Nothing is raised, everything is listed.
    """

    _name = "pylot.conflict"
    _description = "Conflict in the Plan"
    _auto = False
    _order = "start, id"
    _rec_name = "resource_id"

    resource_id = fields.Many2one("resource.resource", string="Technician", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    event_id = fields.Many2one("calendar.event", readonly=True)
    other_event_id = fields.Many2one("calendar.event", string="Overlaps With", readonly=True)
    start = fields.Datetime(string="Overlap From", readonly=True)
    stop = fields.Datetime(string="Overlap Until", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH taken AS (
                SELECT technician.id AS resource_id, technician.company_id,
                       event.id AS event_id, event.start, event.stop
                  FROM calendar_event AS event
                  JOIN resource_resource AS technician ON technician.id = event.technician_id
                 WHERE event.active AND event.visit_state IN %(states)s AND event.stop > event.start
                 UNION
                SELECT technician.id, technician.company_id, event.id, event.start, event.stop
                  FROM calendar_event AS event
                  JOIN calendar_event_helper_rel AS helper ON helper.event_id = event.id
                  JOIN resource_resource AS technician ON technician.id = helper.resource_id
                 WHERE event.active AND event.visit_state IN %(states)s AND event.stop > event.start
                 UNION
                SELECT technician.id, technician.company_id, event.id, event.start, event.stop
                  FROM resource_resource AS technician
                  JOIN res_users AS login ON login.id = technician.user_id
                  JOIN calendar_attendee AS attendee
                    ON attendee.partner_id = login.partner_id AND attendee.state != 'declined'
                  JOIN calendar_event AS event ON event.id = attendee.event_id
                 WHERE technician.is_technician AND event.active AND event.show_as = 'busy'
                   AND event.stop > event.start
            )
            SELECT row_number() OVER (ORDER BY one.resource_id, one.event_id, two.event_id) AS id,
                   one.resource_id, one.company_id,
                   one.event_id, two.event_id AS other_event_id,
                   GREATEST(one.start, two.start) AS start, LEAST(one.stop, two.stop) AS stop
              FROM taken AS one
              JOIN taken AS two
                ON two.resource_id = one.resource_id AND two.event_id > one.event_id
               AND two.start < one.stop AND two.stop > one.start
             WHERE one.stop > now() AT TIME ZONE 'UTC' AND two.stop > now() AT TIME ZONE 'UTC'
            """,
            states=("planned", "confirmed", "on_the_way", "in_progress"),
        )
