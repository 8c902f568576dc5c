"""Least sight of complaints: whoever asks by whatever door. Every thing that could be seen says a
word of its own; a door is whatever may answer with it."""

import doctest
import json
import re

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command, Datetime
from odoo.http import Request
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import quoting
from .desk_common import DeskCase

OUTSIDERS = ("public", "portal_a", "portal_b", "kim", "max")
MISSING = 2**31 - 10
REFUSED = r"^AccessError|^UserError: You don't have the rights to export data"
ERRORS = (AccessError, MissingError, UserError)


@tagged("post_install", "-at_install")
class TestComplaintAccess(DeskCase):
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

    # === RPC ===

    def _call(self, role, model, method, *args, **kwargs):
        """:return: what RPC answers, as text; errors by their kind and words, without ids"""
        user = getattr(self, role)
        env = self.env(user=user, su=False, context={"allowed_company_ids": user.company_ids.ids})
        try:
            with self.env.cr.savepoint(flush=True) as savepoint, mute_logger("odoo.models"):
                answer = json.dumps(
                    call_kw(env[model], method, list(args), dict(kwargs)), default=str
                )
                savepoint.rollback()
        except ERRORS as error:
            answer = f"{type(error).__name__}: {error}"
        self.env.invalidate_all()
        return answer

    def _get_ids(self):
        """:return: dict of model to the id of a record about the complaint"""
        return {
            "pylot.complaint": self.complaint.id,
            "pylot.team": self.ring_team.id,
            "mail.activity": self.activity.id,
            "rating.rating": self.rating.id,
            "mail.followers": self.complaint.message_follower_ids[0].id,
            **{
                model: self.env[model].sudo().search([], limit=1, order="id desc").id
                for model in self._get_models()
                if model not in ("pylot.complaint", "pylot.team")
            },
        }

    def _get_models(self):
        names = self.env["ir.model"].search([("model", "=like", "pylot.%")]).mapped("model")
        return [
            name
            for name in names
            if name.startswith(("pylot.complaint", "pylot.sla", "pylot.team"))
            and not self.env[name]._abstract
            and not self.env[name]._transient
            and name not in ("pylot.complaint.stage", "pylot.complaint.type", "pylot.complaint.tag")
        ]

    def _get_doors(self, model, record_id):
        """:return: every way to ask for a record by RPC: (method, args, keyword args)"""
        name = self.env[model]._rec_name or "id"
        domain = [("id", "=", record_id)]
        return [
            ("read", ([record_id],), {"fields": [name]}),
            ("web_read", ([record_id],), {"specification": {"display_name": {}}}),
            ("search_read", (domain,), {"fields": [name]}),
            ("web_search_read", (domain,), {"specification": {"display_name": {}}}),
            ("name_search", (), {"name": "WORD", "domain": domain}),
            ("search_count", (domain,), {}),
            ("formatted_read_group", (domain,), {"groupby": [], "aggregates": ["__count"]}),
            ("export_data", ([record_id], [name]), {}),
            ("write", ([record_id], {name: "x"}), {}),
            ("copy", ([record_id],), {}),
            ("unlink", ([record_id],), {}),
        ]

    def test_outsiders_have_no_door_of_rpc(self):
        """Not to a single model of ours, nor to what mail keeps about a complaint; a record that
        is there answers like one that is not."""
        for model, record_id in self._get_ids().items():
            self.assertTrue(record_id, f"no example of {model}")
            doors = zip(
                self._get_doors(model, record_id), self._get_doors(model, MISSING), strict=True
            )
            for (method, args, kwargs), (_method, no_args, no_kwargs) in doors:
                for role in ("public", "portal_a", "kim"):
                    with self.subTest(model=model, method=method, role=role):
                        answer = self._call(role, model, method, *args, **kwargs)
                        self.assertRegex(answer, REFUSED)
                        other = self._call(role, model, method, *no_args, **no_kwargs)
                        self.assertEqual(_mask(answer), _mask(other))

    def test_messages_are_closed_to_outsiders(self):
        """Also those they have written, were sent, or could follow."""
        for role in OUTSIDERS:
            for message in self.said:
                with self.subTest(role=role, message=message.body):
                    read = self._call(role, "mail.message", "read", [message.id], fields=["body"])
                    self.assertTrue(read.startswith("AccessError"), read[:200])
                    for method, args in (
                        ("write", ([message.id], {"body": "Mine"})),
                        ("unlink", ([message.id],)),
                    ):
                        answer = self._call(role, "mail.message", method, *args)
                        self.assertTrue(answer.startswith("AccessError"), answer[:200])
            found = self._call(
                role,
                "mail.message",
                "search_read",
                [("model", "=", "pylot.complaint")],
                fields=["body", "record_name"],
            )
            self.assertIn(found, ("[]",), role)
            values = {"model": "pylot.complaint", "res_id": self.complaint.id, "body": "Injected"}
            for parent in (False, self.answer.id):
                answer = self._call(
                    role, "mail.message", "create", [{**values, "parent_id": parent}]
                )
                self.assertTrue(answer.startswith("AccessError"), answer[:200])

    def test_messages_of_other_documents_are_as_before(self):
        """Closing these doors closes none of core's."""
        partner = self.portal_a.partner_id
        message = partner.message_post(
            body="WORD-partner",
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
            partner_ids=partner.ids,
        )
        read = self._call("portal_a", "mail.message", "read", [message.id], fields=["body"])
        self.assertIn("WORD-partner", read)
        found = self._call("portal_a", "mail.message", "search_count", [("id", "=", message.id)])
        self.assertEqual(found, "1")
        both = self._call(
            "portal_a", "mail.message", "read", [message.id, self.answer.id], fields=["body"]
        )
        self.assertTrue(both.startswith("AccessError"))

    def test_attachments_are_closed_to_outsiders(self):
        for role in OUTSIDERS:
            for file in self.said.attachment_ids:
                answer = self._call(
                    role, "ir.attachment", "read", [file.id], fields=["name", "raw"]
                )
                self.assertTrue(answer.startswith("AccessError"), answer[:200])
            found = self._call(
                role, "ir.attachment", "search_read", [("res_model", "=", "pylot.complaint")]
            )
            self.assertNotIn("invoice.txt", found)
            self.assertNotIn("note.txt", found)

    def test_insiders(self):
        """A technician sees what concerns their visits, agents their company."""
        domain = [("id", "in", (self.complaint | self.own).ids)]
        for role, expected in (("technician", 0), ("agent", 2), ("stranger_agent", 0)):
            counted = self._call(role, "pylot.complaint", "search_count", domain)
            self.assertEqual(counted, str(expected), role)
            for message in self.said:
                read = self._call(role, "mail.message", "read", [message.id], fields=["body"])
                self.assertEqual(read.startswith("["), bool(expected), (role, read[:200]))
            for file in self.said.attachment_ids:
                read = self._call(role, "ir.attachment", "read", [file.id], fields=["name"])
                self.assertEqual(read.startswith("["), bool(expected), (role, read[:200]))
            activity = self._call(
                role, "mail.activity", "search_count", [("id", "=", self.activity.id)]
            )
            self.assertEqual(activity, str(int(bool(expected))), role)

    # === ADDRESSES ===

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
                    self.assertEqual((status, _mask(text)), (no_status, _mask(no_text)))

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

    # === THE DESK ===

    def _get_desk_paths(self, number, file_number):
        return [
            f"/desk/{number}",
            f"/desk/{number}/visit",
            f"/desk/{number}/file/{file_number}",
        ]

    def test_foreign_and_missing_are_alike_on_the_desk(self):
        file = self.comment.attachment_ids
        self.log_in(self.max)
        page = self.open_desk(f"/{self.foreign.id}")
        token = page.main.xpath(".//input[@name='csrf_token']/@value")[0]
        answers = set()
        numbers = (self.complaint.id, self.own.id, MISSING, 2**40, "x", "-1", "0")
        for number in numbers:
            for path in self._get_desk_paths(number, file.id):
                gone = self.get(path)
                answers.add((gone.status, gone.text))
            for action in ("take", "reply", "note", "stage", "propose", "handover", "address"):
                gone = self.send(f"/desk/{number}/{action}", {"csrf_token": token, "text": "x"})
                answers.add((gone.status, gone.text))
            gone = self.send(f"/desk/{number}/visit", {"csrf_token": token, "key": "x"})
            answers.add((gone.status, gone.text))
        self.assertEqual(len(answers), 1)
        self.assertEqual({status for status, _text in answers}, {404})
        self.assertNotIn("WORD", next(iter(answers))[1])
        self.env.invalidate_all()
        self.assertEqual(self.complaint.team_id, self.ring_team)

    def test_two_providers_and_everybody_else_at_the_desk(self):
        """Each sees their own; nobody else has a desk at all."""
        for user, expected in (
            (self.kim, {"WORD-complaint"}),
            (self.max, {"The boiler hums"}),
            (self.portal_a, None),
            (self.agent_user, None),
        ):
            self.log_in(user)
            page = self.open_desk()
            if expected is None:
                self.assertEqual(page.status, 404, user.login)
                continue
            found = {" ".join(each.text_content().split()) for each in page.main.xpath(".//h2")}
            self.assertEqual(found, expected)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/desk").url)
        self.assertIn("/web/login", self.url_open(f"/desk/{self.complaint.id}").url)

    def test_page_of_the_desk_leaves_out_what_is_the_business_s(self):
        self.log_in(self.kim)
        page = self.open_desk(f"/{self.complaint.id}")
        words = {word for word in re.findall(r"WORD-[a-z-]+", page.response.text)}
        self.assertEqual(
            words, {"WORD-complaint", "WORD-description", "WORD-comment", "WORD-answer"}
        )
        self.assertNotIn(self.agent_user.name, page.response.text)
        self.assertNotIn(self.complaint.access_token, page.response.text)
        self.assertIn("customer.txt", page.text)
        for name in ("note.txt", "invoice.txt"):
            self.assertNotIn(name, page.text)
        allowed = {
            file.name: self.get(f"/desk/{self.complaint.id}/file/{file.id}").status
            for file in self.said.attachment_ids
        }
        self.assertEqual(allowed, {"customer.txt": 200, "note.txt": 404, "invoice.txt": 404})
        # a file of the page of one complaint is none of another
        other = self._create_complaint("Other", self.ring_team)
        path = f"/desk/{other.id}/file/{self.comment.attachment_ids.id}"
        self.assertEqual(self.get(path).status, 404)

    def test_files_are_downloaded_and_never_shown(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "x.html",
                "raw": b"<script>alert(1)</script>",
                "mimetype": "text/html",
                "res_model": "pylot.complaint",
                "res_id": self.complaint.id,
            }
        )
        self.complaint.message_post(
            body="See",
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
            author_id=self.portal_a.partner_id.id,
            attachment_ids=file.ids,
        )
        self.log_in(self.kim)
        response = self.url_open(f"/desk/{self.complaint.id}/file/{file.id}")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.headers["Content-Disposition"].startswith("attachment"))

    def test_keys_and_quotes_are_left_out(self):
        """A customer's answer quotes our mail, with the link and what was written above it."""
        url = self.complaint._get_customer_url()
        self.complaint.with_context(mail_post_autofollow=False).message_post(
            body=self.env["mail.message"]
            ._fields["body"]
            .convert_to_column_insert(
                f"<p>Still drips, see {url}</p>"
                f"<blockquote>QUOTED <a href='{url}'>Your complaint</a></blockquote>",
                self.comment,
            ),
            body_is_html=True,
            subtype_xmlid="mail.mt_comment",
            message_type="email",
            author_id=self.portal_a.partner_id.id,
        )
        self.log_in(self.kim)
        page = self.open_desk(f"/{self.complaint.id}")
        self.assertIn("Still drips", page.text)
        self.assertIn("/complaint/…", page.text)
        self.assertNotIn(self.complaint.access_token, page.response.text)
        self.assertNotIn("QUOTED", page.response.text)

    def test_examples_of_quoting(self):
        outcome = doctest.testmod(quoting)
        self.assertGreater(outcome.attempted, 2)
        self.assertEqual(outcome.failed, 0)

    def test_typed_markup_stays_text(self):
        evil = "<img src=x onerror=alert(1)>"
        self.complaint.write({"name": evil, "partner_name": evil, "phone": evil, "lot_name": evil})
        self.log_in(self.kim)
        for path in ("", f"/{self.complaint.id}", "?search=" + evil):
            page = self.open_desk(path)
            self.assertFalse(page.main.xpath(".//img[@onerror]"), path)
            self.assertIn(evil, page.text)

    def test_no_price_on_the_desk(self):
        product = self.env["product.product"].create({"name": "Blue tap", "list_price": 9876.54})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        self.complaint.write({"sale_order_id": order.id, "product_id": product.id})
        self.log_in(self.kim)
        page = self.open_desk(f"/{self.complaint.id}")
        self.assertIn("Blue tap", page.text)
        self.assertIn(order.name, page.text)
        for amount in ("9876", "9,876", "9.876", "€", "$"):
            self.assertNotIn(amount, page.text)

    # === MOVING ON ===

    def test_old_customer_loses_sight(self):
        """odoo/odoo#69281: as a follower, and by the link; a colleague is somebody else."""
        old, new = self.portal_a.partner_id, self.portal_b.partner_id
        token = self.complaint.access_token
        self.complaint.partner_id = new
        self.assertNotIn(old, self.complaint.message_partner_ids)
        self.assertIn(new, self.complaint.message_partner_ids)
        self.assertNotEqual(self.complaint._portal_ensure_token(), token)
        self.complaint.contact_ids = new
        self.complaint.partner_id = old
        self.assertIn(new, self.complaint.message_partner_ids, "a further contact goes on hearing")

    def test_a_customer_and_their_company_are_no_strangers(self):
        token = self.complaint.access_token
        self.complaint.partner_id = self.portal_a.partner_id.parent_id
        self.complaint.partner_id = self.portal_a.partner_id
        self.assertEqual(self.complaint.access_token, token)
        self.assertIn(self.portal_a.partner_id, self.complaint.message_partner_ids)

    def test_first_customer_keeps_the_link(self):
        caller = self._create_complaint("Called", self.ring_team, partner_id=False)
        token = caller._portal_ensure_token()
        caller.partner_id = self.customer
        self.assertEqual(caller.access_token, token)

    def test_old_provider_loses_sight(self):
        self.complaint.message_subscribe(self.lou.partner_id.ids)
        self.complaint.team_id = self.bell_team
        followers = self.complaint.message_partner_ids
        self.assertFalse(followers & (self.kim | self.lou).partner_id)
        self.assertIn(self.portal_a.partner_id, followers)
        self.log_in(self.kim)
        self.assertEqual(self.open_desk(f"/{self.complaint.id}").status, 404)

    def test_who_works_outside_does_not_follow(self):
        complaint = self._create_complaint("New", self.ring_team, user_id=self.kim.id)
        complaint.user_id = self.lou
        self.assertFalse(complaint.message_partner_ids & (self.kim | self.lou).partner_id)
        complaint.user_id = self.agent_user
        self.assertIn(self.agent_user.partner_id, complaint.message_partner_ids)


def _mask(text):
    """:return: ``text`` without what differs in every answer: numbers"""
    return re.sub(r"[0-9]+", "0", text)
