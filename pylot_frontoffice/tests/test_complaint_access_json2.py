"""The matrix by JSON-2, the door for programs of others, who come with a key."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_access_common import OUTSIDERS, ComplaintAccessCase
from .complaint_access_matrix import ComplaintAccessMatrix

INSIDERS = ("technician", "agent", "stranger_agent")


@tagged("post_install", "-at_install")
class TestComplaintAccessJson2(ComplaintAccessMatrix, ComplaintAccessCase):
    # Odoo's own runner would leave the tests of the matrix out
    allow_inherited_tests_method = True

    # the public user is turned away before any model is asked, see below
    outsiders = OUTSIDERS[1:]
    strangers = ("portal_a", "kim")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # outsiders may not make a key themselves, and the door behind it is what is tried here
        cls.keys = {
            role: cls.env(user=getattr(cls, role))["res.users.apikeys"]
            .sudo()
            ._generate(None, "Test", None)
            for role in (*OUTSIDERS, *INSIDERS)
        }

    def _post(self, key, model, method, ids=None, **kwargs):
        body = kwargs if ids is None else {**kwargs, "ids": ids}
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/json/2/{model}/{method}",
                json=body,
                headers={"Authorization": f"Bearer {key}"} if key else None,
            )

    def _call(self, role, model, method, ids=None, **kwargs):
        companies = getattr(self, role).company_ids
        kwargs["context"] = {"allowed_company_ids": companies.ids}
        response = self._post(self.keys[role], model, method, ids, **kwargs)
        self.env.invalidate_all()
        if response.ok:
            return response.text
        self.assertNotIn("WORD", response.text)
        error = response.json()
        return f"{error['name'].rpartition('.')[2]}: {error['message']}"

    def test_keys_open_the_door(self):
        """Else every refusal of the matrix would be one of the key."""
        for role in self.keys.keys() - {"public"}:
            partner = getattr(self, role).partner_id
            answer = self._call(role, "res.partner", "read", partner.ids, fields=["name"])
            self.assertIn(partner.name, answer, role)

    def test_nobody_comes_without_a_key_of_somebody(self):
        """The public user is nobody, even with a key."""
        for key in (None, "x" * 40, self.keys["public"]):
            for method, ids, kwargs in self._get_doors("pylot.complaint", self.complaint.id):
                with self.subTest(key=key, method=method):
                    response = self._post(key, "pylot.complaint", method, ids, **kwargs)
                    self.assertEqual(response.status_code, 401)
                    self.assertNotIn("WORD", response.text)
