from odoo import models
from odoo.tools import SQL

COMPLAINT = "pylot.complaint"


class MailFollowers(models.Model):
    """Followers of complaints by the thousand. Core makes a record of each, with all that belongs
    to a record, although nobody has looked at one yet: that was a sixth of the cost of a new
    complaint."""

    _inherit = "mail.followers"

    def _insert_followers(
        self,
        res_model,
        res_ids,
        partner_ids,
        subtypes=None,
        customer_ids=None,
        check_existing=True,
        existing_policy="skip",
    ):
        if res_model == COMPLAINT and not partner_ids:
            return  # as core asks for each of a thousand
        is_new = not (subtypes or check_existing)
        if res_model != COMPLAINT or not is_new or not res_ids:
            return super()._insert_followers(
                res_model,
                res_ids,
                partner_ids,
                subtypes=subtypes,
                customer_ids=customer_ids,
                check_existing=check_existing,
                existing_policy=existing_policy,
            )
        # one that nothing follows yet says for all of them who follows what
        new, _known = self._add_default_followers(
            res_model, res_ids[:1], partner_ids, customer_ids=customer_ids, check_existing=False
        )
        for vals in new.get(res_ids[0], ()):
            [(_set, _zero, subtype_ids)] = vals["subtype_ids"]
            pairs = [(res_id, vals["partner_id"]) for res_id in res_ids]
            self._insert_complaint_followers(pairs, subtype_ids)

    def _insert_complaint_followers(self, pairs, subtype_ids):
        """Let contacts follow complaints, whoever does already goes on as before; as in
        ``_insert_followers``, access is the business of the caller.

        :param pairs: list of ids of complaint and contact"""
        self.flush_model(["res_model", "res_id", "partner_id"])
        self.env.cr.execute(
            SQL(
                """
                WITH follower AS (
                    INSERT INTO mail_followers (res_model, res_id, partner_id)
                    SELECT %s, * FROM unnest(%s::int[], %s::int[])
                    ON CONFLICT (res_model, res_id, partner_id) DO NOTHING
                    RETURNING id
                )
                INSERT INTO mail_followers_mail_message_subtype_rel
                       (mail_followers_id, mail_message_subtype_id)
                SELECT follower.id, subtype_id
                  FROM follower, unnest(%s::int[]) AS subtype_id""",
                COMPLAINT,
                *([list(ids) for ids in zip(*pairs, strict=True)]),
                list(subtype_ids),
            )
        )
        complaints = self.env[COMPLAINT].browse({complaint for complaint, _partner in pairs})
        complaints.invalidate_recordset(["message_follower_ids"])
        complaints.modified(["message_follower_ids"])
