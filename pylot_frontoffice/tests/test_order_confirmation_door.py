from odoo.tests import HttpCase, tagged

from .test_order_confirmation import ConfirmationCommon

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


@tagged("post_install", "-at_install")
class TestOrderConfirmationDoor(ConfirmationCommon, HttpCase):
    """What customers do on their page, over HTTP."""

    def _sign(self):
        return self.make_jsonrpc_request(
            f"/my/orders/{self.order.id}/accept",
            {
                "access_token": self.order._portal_ensure_token(),
                "name": "Frieda Kunde",
                "signature": PIXEL,
            },
        )

    def test_signature(self):
        self.order.write({"require_signature": True, "require_payment": False, "state": "sent"})
        self.env.flush_all()
        self.assertIn("redirect_url", self._sign())
        self.env.invalidate_all()
        self.assertEqual(self._get_reminders(self.order).state, "sent")
        self.assertIn("error", self._sign(), "it has been signed")
        self.env.invalidate_all()
        self._send()
        about = self._get_mails().filtered(
            lambda one: one.subject == f"Your order {self.order.name}"
        )
        self.assertEqual(len(about), 1)
