from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotDunning(models.Model):
    """Writing the message: one for all reminders of a customer in one currency, with the tone of
    the highest level among them."""

    _inherit = "pylot.dunning"

    @api.model
    def _send_bundle(self, reminders):
        """Called under locks on the reminders and their invoices.

        :return: dict of reminder -> values, as the engine wants it"""
        values = {}
        for company, group in reminders.grouped("company_id").items():
            values.update(self.with_company(company)._send_one(group))
        return values

    def _send_one(self, reminders):
        case = self._read_case(
            reminders[0].company_id,
            reminders[0].partner_id,
            self.env["account.move"].browse(reminders[0].res_id).currency_id,
            self.env["account.move.line"].browse(reminders.mapped("part")),
        )
        others = case.moves.browse(set(case.moves.ids) - set(reminders.mapped("res_id")))
        if len(others.try_lock_for_update(allow_referencing=True)) < len(others):
            return dict.fromkeys(reminders, self._prepare_later_vals())
        obstacle = self._get_case_obstacle(case)
        if obstacle:
            return dict.fromkeys(reminders, self._prepare_held_vals(obstacle))
        level = max(reminders.level_id, key=lambda each: (each.sequence, each.id))
        dunning = self.create(self._prepare_vals(case, level, reminders))
        result = getattr(dunning, f"_send_{level.channel}")()
        dunning.write(result)
        dunning._post_notes()
        return dict.fromkeys(reminders, result)

    def _prepare_later_vals(self):
        """Somebody is at one of the invoices at this moment: the next run looks again."""
        return {"state": "planned", "sent_at": False}

    def _prepare_held_vals(self, reason):
        return {"state": "skipped", "sent_at": False, "reason": reason}

    def _prepare_vals(self, case, level, reminders):
        first = case.claims[0][0].move_id
        levels = {reminder.part: reminder.level_id for reminder in reminders}
        return {
            "name": self._draw_number(case.company),
            "company_id": case.company.id,
            "partner_id": case.partner.id,
            "recipient_id": first._get_dunning_recipient().id,
            "user_id": first._get_reminder_user().id,
            "currency_id": case.currency.id,
            "level_id": level.id,
            "date": fields.Date.context_today(self),
            "is_consumer": self._is_consumer(case.partner),
            "amount_open": case.amount_open,
            "amount_netted": case.amount_netted,
            "amount_total": case.net,
            "line_ids": [
                fields.Command.create(vals)
                for vals in (
                    *(self._prepare_claim_vals(case, *claim, levels) for claim in case.claims),
                    *(self._prepare_credit_vals(*credit) for credit in case.credits),
                )
            ],
        }

    @api.model
    def _is_consumer(self, partner):
        """:return: whether the law protects the customer as one"""
        return not partner.is_company and not partner.vat

    def _prepare_claim_vals(self, case, line, amount, levels):
        move = line.move_id
        return {
            "move_id": move.id,
            "move_line_id": line.id,
            "name": move.name,
            "level_id": levels[line.id].id if line.id in levels else False,
            "date_invoice": move.invoice_date,
            "date_due": line.date_maturity,
            "days_late": (fields.Date.context_today(self) - line.date_maturity).days,
            "amount_total": line.amount_currency,
            "amount_open": amount,
        }

    def _prepare_credit_vals(self, line, amount):
        return {
            "is_credit": True,
            "move_id": line.move_id.id,
            "move_line_id": line.id,
            "name": line.move_name,
            "date_invoice": line.date,
            "amount_total": -line.amount_currency,
            "amount_open": amount,
        }

    # === CHANNELS ===

    def _send_email(self):
        """:return: values of the message and of its reminders"""
        level = self.level_id
        template = level.mail_template_id
        if not template or not template.active:
            raise UserError(self.env._("The template of “%s” is missing or archived.", level.name))
        mail = template.send_mail_batch(
            self.ids, email_values=self.env["pylot.reminder"]._prepare_email_vals()
        )
        self.env["pylot.reminder"]._wake_up_mail_queue()
        return {"mail_id": mail.id}

    def _send_activity(self):
        """A task for a person, at the oldest invoice.

        :return: values of the message and of its reminders"""
        level = self.level_id
        activity = self.line_ids[0].move_id.activity_schedule(
            activity_type_id=level.activity_type_id.id or False,
            summary=level.name,
            note=self._get_activity_note(),
            user_id=(level.activity_user_id or self.user_id).id or self.env.uid,
            automated=True,
        )
        return {"activity_id": activity.id}

    def _get_activity_note(self):
        items = Markup("<ul>%s</ul>") % Markup().join(
            Markup("<li>%s</li>")
            % self.env._(
                "%(invoice)s: %(amount)s, %(days)s days late",
                invoice=line.name,
                amount=self.currency_id.format(line.amount_open),
                days=line.days_late,
            )
            for line in self.line_ids
            if not line.is_credit
        )
        total = self.env._("To pay: %s", self.currency_id.format(self.amount_total))
        return (self.level_id.script or Markup()) + items + Markup("<p>%s</p>") % total

    def _post_notes(self):
        """What was sent is said at each invoice."""
        moves = self.line_ids.filtered(lambda line: not line.is_credit).move_id
        text = self.env._(
            "%(level)s (%(number)s) to %(recipient)s: %(amount)s to pay.",
            level=self.level_id.name,
            number=self.name,
            recipient=self.recipient_id.email_formatted or self.recipient_id.display_name,
            amount=self.currency_id.format(self.amount_total),
        )
        note = Markup("<p>%s</p>") % text
        moves._message_log_batch(
            dict.fromkeys(moves.ids, note), author_id=self.env.user.partner_id.id
        )
