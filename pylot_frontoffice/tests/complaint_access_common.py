"""What tests of the least sight of complaints start from. Every thing that could be seen says a
word of its own; a door is whatever may answer with it."""

import re

from odoo.fields import Command, Datetime
from odoo.tests import new_test_user

from .desk_common import DeskCase

OUTSIDERS = ("public", "portal_a", "portal_b", "kim", "max")
MISSING = 2**31 - 10


def mask(text):
    """:return: ``text`` without what differs in every answer: numbers"""
    return re.sub(r"[0-9]+", "0", text)


class ComplaintAccessCase(DeskCase):
    """A complaint of a customer in a company, with a provider, and everybody who could want to see
    it: the roles are attributes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        firm = cls.env["res.partner"].create({"name": "Customer AG", "is_company": True})
        for name in "ab":
            user = new_test_user(
                cls.env, f"portal_{name}", groups="base.group_portal", email=f"{name}@example.com"
            )
            user.partner_id.parent_id = firm
            setattr(cls, f"portal_{name}", user)
        cls.public = cls.env.ref("base.public_user")
        cls.technician = cls.technician_user
        cls.agent = cls.agent_user
        cls.stranger_agent = new_test_user(
            cls.env,
            "agent_next_door",
            groups="pylot_frontoffice.group_agent",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls._fill_complaint()

    @classmethod
    def _fill_complaint(cls):
        """Everything there can be about a complaint, each with a word of its own."""
        complaint = cls.complaint
        complaint.write(
            {
                "name": "WORD-complaint",
                "description": "<p>WORD-description</p>",
                "partner_id": cls.portal_a.partner_id.id,
                "user_id": cls.kim.id,
            }
        )
        complaint._portal_ensure_token()
        post = complaint.with_context(mail_post_autofollow=False).message_post
        cls.comment = post(
            body="WORD-comment",
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
            author_id=cls.portal_a.partner_id.id,
            attachments=[("customer.txt", b"WORD-file-customer")],
        )
        cls.note = post(
            body="WORD-note",
            subtype_xmlid="mail.mt_note",
            message_type="comment",
            author_id=cls.agent_user.partner_id.id,
            attachments=[("note.txt", b"WORD-file-note")],
        )
        cls.answer = post(
            body="WORD-answer",
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
            author_id=cls.agent_user.partner_id.id,
            partner_ids=cls.portal_a.partner_id.ids,
            attachments=[("invoice.txt", b"WORD-file-invoice")],
        )
        cls.said = cls.comment | cls.note | cls.answer
        # whoever follows, for whatever reason
        complaint.message_subscribe(
            (cls.kim | cls.max | cls.portal_b | cls.portal_a).partner_id.ids
        )
        cls.activity = complaint.activity_schedule(
            "mail.mail_activity_data_todo", summary="WORD-activity", user_id=cls.agent_user.id
        )
        cls.rating = cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("pylot.complaint"),
                "res_id": complaint.id,
                "rating": 1,
                "feedback": "WORD-rating",
                "partner_id": cls.portal_a.partner_id.id,
            }
        )
        cls.env["pylot.complaint.notice"]._plan(complaint, "received")
        action = cls.env["pylot.complaint.action"].create(
            {"complaint_id": complaint.id, "kind": "reduction", "note": "WORD-reason"}
        )
        cls.env["pylot.complaint.action.line"].create({"action_id": action.id})
        cls.env["pylot.complaint.writing"].create(
            {
                "complaint_id": complaint.id,
                "user_id": cls.agent_user.id,
                "until": Datetime.add(Datetime.now(), hours=1),
            }
        )
        cls.env.flush_all()
