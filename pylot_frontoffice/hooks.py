"""What happens once, when the add-on comes and when it goes."""

from odoo.tools.sql import column_exists, create_column

# Columns of calendar_event that are empty for every event that is no visit yet. Creating them
# beforehand keeps the installation from computing them for years of events.
EVENT_COLUMNS = {
    "visit_state": "varchar",
    "visit_address_id": "int4",
    "visit_company_id": "int4",
    "visit_priority": "varchar",
}


def pre_init_hook(env):
    for name, kind in EVENT_COLUMNS.items():
        if not column_exists(env.cr, "calendar_event", name):
            create_column(env.cr, "calendar_event", name, kind)
    # a constant default is stored once, not written into every row
    env.cr.execute(
        "ALTER TABLE calendar_event ADD COLUMN IF NOT EXISTS is_blocking boolean DEFAULT true"
    )


def post_init_hook(env):
    """A first appointment type, so that nothing must be configured to start."""
    env["pylot.appointment.type"]._create_starter_types()


def uninstall_hook(env):
    """Visits that are still to plan have no time of their own; without the tray they would be
    left lying in everybody's calendar. Planned ones stay as plain events."""
    drafts = env["calendar.event"].search([("visit_state", "=", "draft")])
    # they are not cancelled: nobody need be told
    drafts.with_context(pylot_inform_customer=False).write({"active": False})
    # Teams, stages and policies cannot go while complaints need them, and Odoo deletes the records
    # of our data before the tables; complaints go with theirs anyhow.
    env.flush_all()
    env.cr.execute("DELETE FROM pylot_dunning")
    env.cr.execute("DELETE FROM pylot_complaint")
    # so do templates, which levels hold on to, and levels, which reminders hold on to
    env.cr.execute("DELETE FROM pylot_reminder")
    env.cr.execute("DELETE FROM pylot_reminder_policy")
    env["pylot.faq.term"]._drop_tables()
    env.invalidate_all()
