from markupsafe import Markup

from odoo import models

from ..wording import describe_period


class CalendarEvent(models.Model):
    """Colleagues hear of it when their visits have been changed by hand."""

    _inherit = "calendar.event"

    def _tell_crews(self, crews, but=None):
        """One message for each colleague with a login whose visits these are, or were.

        :param dict crews: of visit to the ``resource.resource`` that were there before
        :param but: ``resource.resource`` that are told nothing
        """
        news = {}
        for visit in self:
            for technician in crews[visit] | visit.technician_ids:
                partner = technician.sudo().user_id.partner_id
                if partner and technician != but:
                    news[partner] = news.get(partner, self.browse()) | visit
        for partner, visits in news.items():
            env = self.with_context(lang=partner.lang).env
            body = Markup("<p>%s</p><ul>%s</ul>") % (
                env._("Your visits have changed:"),
                Markup("").join(
                    Markup("<li>%s</li>") % visit._describe_news(partner, env)
                    for visit in visits.sorted("start")
                ),
            )
            self.env["mail.thread"].message_notify(
                partner_ids=partner.ids, subject=env._("Your visits have changed"), body=body
            )

    def _describe_news(self, partner, env):
        """:param env: whose language is the reader's"""
        tz = partner.tz or self.env.user.tz
        when = describe_period(env, self.start, self.stop, tz=tz)
        is_theirs = partner in self.sudo().technician_ids.user_id.partner_id
        if self.visit_state == "draft" or not is_theirs:
            return env._("%(visit)s is not yours any more", visit=self.display_name)
        return env._("%(visit)s: %(when)s", visit=self.display_name, when=when)
