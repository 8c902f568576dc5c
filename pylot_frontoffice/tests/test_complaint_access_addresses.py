"""Core's addresses, asked about a complaint."""

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_access_common import MISSING, OUTSIDERS, ComplaintAccessCase, mask


@tagged("post_install", "-at_install")
class TestComplaintAccessAddresses(ComplaintAccessCase):
    def _ask(self, path, payload=None, data=None, token=""):
        """:return: (status, text) of an address; JSON-RPC when there is a payload"""
        if payload is not None:
            response = self.url_open(path, json={"params": payload})
        elif data is not None:
            data = {**data, "csrf_token": Request.csrf_token(self)}
            response = self.url_open(path, data=data, files={"ufile": ("x.txt", b"x")})
        else:
            response = self.url_open(path, allow_redirects=False)
        return response.status_code, response.text

    def _get_addresses(self, complaint_id, message_id, file_id, **access):
        """:return: dict of core's addresses to whatever may be asked of them about a complaint"""
        thread = {"thread_model": "pylot.complaint", "thread_id": complaint_id, **access}
        wanted = ["activities", "attachments", "followers", "scheduledMessages", "display_name"]
        query = "&".join(f"{name}={value}" for name, value in access.items())
        return {
            "/mail/data": {
                "fetch_params": [
                    [
                        "mail.thread",
                        {
                            "thread_model": "pylot.complaint",
                            "thread_id": complaint_id,
                            "access_params": access,
                            "request_list": [*wanted, "suggestedRecipients", "contact_fields"],
                        },
                    ]
                ]
            },
            "/mail/thread/messages": thread,
            "/mail/chatter_fetch": thread,
            "/portal/chatter_init": thread,
            "/mail/thread/recipients": thread,
            "/mail/thread/recipients/get_suggested_recipients": thread,
            "/mail/message/post": {
                **thread,
                "post_data": {"body": "INJECTED", "subtype_xmlid": "mail.mt_note"},
            },
            "/mail/message/update_content": {
                "message_id": message_id,
                "update_data": {"body": "INJECTED"},
                **access,
            },
            "/mail/message/reaction": {
                "message_id": message_id,
                "content": "x",
                "action": "add",
                **access,
            },
            "/mail/update_is_internal": {"message_id": message_id, "is_internal": False},
            "/mail/thread/subscribe": {
                "res_model": "pylot.complaint",
                "res_id": complaint_id,
                "partner_ids": self.portal_b.partner_id.ids,
            },
            "/mail/attachment/delete": {"attachment_id": file_id},
            f"/web/content/{file_id}": None,
            f"/web/content/{file_id}?download=true&{query}": None,
            f"/web/content/pylot.complaint/{complaint_id}/description": None,
            f"/web/image/{file_id}": None,
            f"/web/image/mail.message/{message_id}/author_avatar": None,
            f"/mail/view?model=pylot.complaint&res_id={complaint_id}&{query}": None,
            f"/mail/message/{message_id}": None,
        }

    def _check_addresses(self, role, same_as_missing=True, **access):
        real = self._get_addresses(
            self.complaint.id, self.answer.id, self.note.attachment_ids.id, **access
        )
        missing = self._get_addresses(MISSING, MISSING, MISSING, **access)
        for (path, payload), (no_path, no_payload) in zip(
            real.items(), missing.items(), strict=True
        ):
            with self.subTest(role=role, path=path, access=bool(access)):
                status, text = self._ask(path, payload)
                self.assertNotIn("WORD", text)
                self.assertNotIn("note.txt", text)
                # numbers of messages are core's, and it tells them apart here
                if same_as_missing and path != "/mail/update_is_internal":
                    no_status, no_text = self._ask(no_path, no_payload)
                    self.assertEqual((status, mask(text)), (no_status, mask(no_text)))

    def _check_untouched(self):
        self.env.invalidate_all()
        self.assertNotIn("INJECTED", str(self.complaint.message_ids.mapped("body")))
        self.assertTrue(self.note.attachment_ids.exists())
        self.assertTrue(self.note.is_internal or not self.note.subtype_id.default)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_addresses_of_core_tell_outsiders_nothing(self):
        for role in OUTSIDERS:
            if role == "public":
                self.authenticate(None, None)
            else:
                self.log_in(getattr(self, role))
            self._check_addresses(role)
        self._check_untouched()

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http")
    def test_the_customers_link_opens_the_customers_page_only(self):
        """Neither the token, nor what mails sign for their recipients, opens what core would."""
        customer = self.complaint.partner_id
        token = self.complaint.access_token
        for access in (
            {"token": token},
            {"access_token": token, "token": token},
            {"pid": customer.id, "hash": self.complaint._sign_token(customer.id)},
        ):
            for role in ("public", "max"):
                if role == "public":
                    self.authenticate(None, None)
                else:
                    self.log_in(self.max)
                self._check_addresses(role, same_as_missing=False, **access)
                status, text = self._ask(
                    "/mail/attachment/upload",
                    data={
                        "thread_model": "pylot.complaint",
                        "thread_id": self.complaint.id,
                        **access,
                    },
                )
                self.assertEqual(status, 404, text[:200])
        self._check_untouched()
