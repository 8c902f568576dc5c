"""Who may do what with a complaint and everything about it, by whatever door methods of models can
be called through."""

from odoo.fields import Domain

from .complaint_access_common import MISSING, OUTSIDERS, mask

REFUSED = r"^AccessError|^UserError: You don't have the rights to export data"
CONFIGURATION = ("pylot.complaint.stage", "pylot.complaint.type", "pylot.complaint.tag")


class ComplaintAccessMatrix:
    """The tests of every door, mixed into a :class:`ComplaintAccessCase` that says in ``_call`` how
    its door is gone through."""

    # whoever can come to the door at all
    outsiders = OUTSIDERS
    strangers = ("public", "portal_a", "kim")

    def _call(self, role, model, method, ids=None, **kwargs):
        """:return: what is answered, as JSON; errors by their kind and words"""
        raise NotImplementedError

    # === WHAT THERE IS ===

    def _get_models(self):
        names = self.env["ir.model"].search([("model", "=like", "pylot.%")]).mapped("model")
        return [
            name
            for name in names
            if name.startswith(("pylot.complaint", "pylot.sla", "pylot.team"))
            and not self.env[name]._abstract
            and not self.env[name]._transient
            and name not in CONFIGURATION
        ]

    def _get_ids(self):
        """:return: dict of model to the id of a record about the complaint"""
        return {
            "pylot.complaint": self.complaint.id,
            "pylot.team": self.ring_team.id,
            "mail.activity": self.activity.id,
            "rating.rating": self.rating.id,
            "mail.followers": self.complaint.message_follower_ids[0].id,
            **{
                model: self.env[model].sudo().search(Domain.TRUE, limit=1, order="id desc").id
                for model in self._get_models()
                if model not in ("pylot.complaint", "pylot.team")
            },
        }

    def _get_doors(self, model, record_id):
        """:return: every way to ask for a record: (method, ids, further arguments by name)"""
        name = self.env[model]._rec_name or "id"
        ids = [record_id]
        domain = [("id", "=", record_id)]
        specification = {"display_name": {}}
        return [
            ("read", ids, {"fields": [name]}),
            ("web_read", ids, {"specification": specification}),
            ("search_read", None, {"domain": domain, "fields": [name]}),
            ("web_search_read", None, {"domain": domain, "specification": specification}),
            ("name_search", None, {"name": "WORD", "domain": domain}),
            ("search_count", None, {"domain": domain}),
            (
                "formatted_read_group",
                None,
                {"domain": domain, "groupby": [], "aggregates": ["__count"]},
            ),
            ("export_data", ids, {"fields_to_export": [name]}),
            ("write", ids, {"vals": {name: "x"}}),
            ("copy", ids, {}),
            ("unlink", ids, {}),
        ]

    # === OUTSIDERS ===

    def test_outsiders_have_no_door(self):
        """Not to a single model of ours, nor to what mail keeps about a complaint; a record that
        is there answers like one that is not."""
        for model, record_id in self._get_ids().items():
            self.assertTrue(record_id, f"no example of {model}")
            doors = zip(
                self._get_doors(model, record_id), self._get_doors(model, MISSING), strict=True
            )
            for (method, ids, kwargs), (_method, no_ids, no_kwargs) in doors:
                for role in self.strangers:
                    with self.subTest(model=model, method=method, role=role):
                        answer = self._call(role, model, method, ids, **kwargs)
                        self.assertRegex(answer, REFUSED)
                        other = self._call(role, model, method, no_ids, **no_kwargs)
                        self.assertEqual(mask(answer), mask(other))

    def test_messages_are_closed_to_outsiders(self):
        """Also those they have written, were sent, or could follow."""
        for role in self.outsiders:
            for message in self.said:
                with self.subTest(role=role, message=message.body):
                    for method, kwargs in (
                        ("read", {"fields": ["body"]}),
                        ("write", {"vals": {"body": "Mine"}}),
                        ("unlink", {}),
                    ):
                        answer = self._call(role, "mail.message", method, message.ids, **kwargs)
                        self.assertTrue(answer.startswith("AccessError"), answer[:200])
            found = self._call(
                role,
                "mail.message",
                "search_read",
                domain=[("model", "=", "pylot.complaint")],
                fields=["body", "record_name"],
            )
            self.assertEqual(found, "[]", role)
            values = {"model": "pylot.complaint", "res_id": self.complaint.id, "body": "Injected"}
            for parent in (False, self.answer.id):
                answer = self._call(
                    role, "mail.message", "create", vals_list=[{**values, "parent_id": parent}]
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
        self.env.flush_all()
        read = self._call("portal_a", "mail.message", "read", message.ids, fields=["body"])
        self.assertIn("WORD-partner", read)
        found = self._call(
            "portal_a", "mail.message", "search_count", domain=[("id", "=", message.id)]
        )
        self.assertEqual(found, "1")
        both = [message.id, self.answer.id]
        answer = self._call("portal_a", "mail.message", "read", both, fields=["body"])
        self.assertTrue(answer.startswith("AccessError"))

    def test_attachments_are_closed_to_outsiders(self):
        for role in self.outsiders:
            for file in self.said.attachment_ids:
                answer = self._call(role, "ir.attachment", "read", file.ids, fields=["name", "raw"])
                self.assertTrue(answer.startswith("AccessError"), answer[:200])
            found = self._call(
                role,
                "ir.attachment",
                "search_read",
                domain=[("res_model", "=", "pylot.complaint")],
                fields=["name"],
            )
            self.assertNotIn(".txt", found)

    # === INSIDERS ===

    def test_insiders(self):
        """A technician sees what concerns their visits, agents their company."""
        domain = [("id", "in", (self.complaint | self.own).ids)]
        for role, expected in (("technician", 0), ("agent", 2), ("stranger_agent", 0)):
            counted = self._call(role, "pylot.complaint", "search_count", domain=domain)
            self.assertEqual(counted, str(expected), role)
            for message in self.said:
                read = self._call(role, "mail.message", "read", message.ids, fields=["body"])
                self.assertEqual(read.startswith("["), bool(expected), (role, read[:200]))
            for file in self.said.attachment_ids:
                read = self._call(role, "ir.attachment", "read", file.ids, fields=["name"])
                self.assertEqual(read.startswith("["), bool(expected), (role, read[:200]))
            activity = self._call(
                role, "mail.activity", "search_count", domain=[("id", "=", self.activity.id)]
            )
            self.assertEqual(activity, str(int(bool(expected))), role)
