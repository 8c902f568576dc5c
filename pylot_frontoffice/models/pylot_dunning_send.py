from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class PylotDunning(models.Model):
    """Writing the message: one for all reminders of a customer in one currency, with the tone of
    the highest level among them."""

    _inherit = "pylot.dunning"

    @api.model
    def _send_bundles(self, reminders):
        """Called under locks on the reminders and their invoices.

        :return: dict of reminder -> values, as the engine wants it"""
        lines = self.env["account.move.line"].browse(reminders.mapped("part"))
        cases = self._read_cases(lines)
        groups = dict(
            reminders.grouped(
                lambda one: self._get_case_key(lines.browse(one.part).with_prefetch(lines.ids))
            )
        )
        values, ready = {}, []
        locked = self._lock_others(cases, reminders)
        obstacles = self._get_case_obstacles(cases)
        for case, obstacle in zip(cases, obstacles, strict=True):
            group = groups[case[:3]]
            if set(case.moves.ids) - locked:
                values.update(dict.fromkeys(group, self._prepare_later_vals()))
            elif obstacle:
                values.update(dict.fromkeys(group, self._prepare_held_vals(obstacle)))
            else:
                ready.append((case, group))
        return {**values, **self._send_cases(ready)}

    def _lock_others(self, cases, reminders):
        """:return: ids of invoices that nobody changes while the messages are written"""
        locked = set(reminders.mapped("res_id"))
        ids = {move.id for case in cases for move in case.moves} - locked
        others = self.env["account.move"].browse(ids)
        return locked | set(others.try_lock_for_update(allow_referencing=True).ids)

    def _send_cases(self, ready):
        """:param ready: list of (case, its reminders)
        :return: dict of reminder -> values"""
        history = self._read_charges([case for case, _group in ready])
        numbers = self._draw_numbers([case.company for case, _group in ready])
        levels = [
            max(group.level_id, key=lambda each: (each.sequence, each.id)) for _case, group in ready
        ]
        dunnings = self.create(
            [
                {
                    **self._prepare_vals(case, level, group, history),
                    "name": number,
                }
                for (case, group), level, number in zip(ready, levels, numbers, strict=True)
            ]
        )
        for level, sent in dunnings.grouped("level_id").items():
            getattr(sent, f"_send_{level.channel}")()
        dunnings._post_notes()
        return {
            reminder: {"mail_id": dunning.mail_id.id, "activity_id": dunning.activity_id.id}
            for dunning, (_case, group) in zip(dunnings, ready, strict=True)
            for reminder in group
        }

    @api.model
    def _create_sample(self, moves, level):
        """:return: a message as it would be at ``level``; to be rolled back"""
        lines = moves.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        case = self._read_cases(lines)[0]
        history = self._read_charges([case])
        vals = self._prepare_vals(case, level, self.env["pylot.reminder"], history)
        return self.create({**vals, "name": self.env._("Preview")})

    def _prepare_later_vals(self):
        """Somebody is at one of the invoices at this moment: the next run looks again."""
        return {"state": "planned", "sent_at": False}

    def _prepare_held_vals(self, reason):
        return {"state": "skipped", "sent_at": False, "reason": reason}

    def _prepare_vals(self, case, level, reminders, history):
        first = case.claims[0][0].move_id
        levels = {reminder.part: reminder.level_id for reminder in reminders}
        return {
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
        """Messages of one level, handed to the queue."""
        level = self.level_id
        template = level.mail_template_id
        if not template or not template.active:
            raise UserError(self.env._("The template of “%s” is missing or archived.", level.name))
        reminders = self.env["pylot.reminder"]
        mails = template.send_mail_batch(self.ids, email_values=reminders._prepare_email_vals())
        reminders._wake_up_mail_queue()
        for dunning, mail in zip(self, mails, strict=True):
            dunning.mail_id = mail

    def _send_activity(self):
        """A task for a person, at the oldest invoice of each message."""
        level = self.level_id
        for dunning in self:
            dunning.activity_id = dunning._get_claims()[0].move_id.activity_schedule(
                activity_type_id=level.activity_type_id.id or False,
                summary=level.name,
                note=dunning._get_activity_note(),
                user_id=(level.activity_user_id or dunning.user_id).id or self.env.uid,
                automated=True,
            )

    def _get_activity_note(self):
        """:return: what to say, and about what"""
        items = Markup().join(
            Markup("<li>%s</li>")
            % self.env._(
                "%(invoice)s: %(amount)s, %(days)s days late",
                invoice=line.name,
                amount=self.currency_id.format(line.amount_open),
                days=line.days_late,
            )
            for line in self._get_claims()
        )
        total = self.env._("To pay: %s", self.currency_id.format(self.amount_total))
        return (self.level_id.script or Markup()) + Markup("<ul>%s</ul><p>%s</p>") % (items, total)

    def _post_notes(self):
        """What was sent is said at each invoice."""
        bodies = {}
        for dunning in self:
            text = self.env._(
                "%(level)s (%(number)s) to %(recipient)s: %(amount)s to pay.",
                level=dunning.level_id.name,
                number=dunning.name,
                recipient=dunning.recipient_id.email or dunning.recipient_id.display_name,
                amount=dunning.currency_id.format(dunning.amount_total),
            )
            note = Markup("<p>%s</p>") % text
            bodies.update(dict.fromkeys(dunning._get_claims().move_id.ids, note))
        moves = self.env["account.move"].browse(bodies)
        moves._message_log_batch(bodies, author_id=self.env.user.partner_id.id)
