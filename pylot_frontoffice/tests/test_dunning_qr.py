import doctest
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..tools import epc_qr, neutral_cells, qr_png, typed_amount

DE = "DE89370400440532013000"


@tagged("post_install", "-at_install")
class TestDunningQr(BaseCase):
    """The bank code, field by field as EPC069-12 has it."""

    def test_examples(self):
        for module in (epc_qr, neutral_cells, qr_png, typed_amount):
            with self.subTest(module.__name__):
                outcome = doctest.testmod(module)
                self.assertGreater(outcome.attempted, 0)
                self.assertEqual(outcome.failed, 0)

    def test_published_codes(self):
        """Codes that others have published: what is in them is read back from what we build."""
        for name, iban, amount, reference, bic, field in (
            ("Max Mustermann", DE, "99.99", "Invoice 2026-001", "", 10),
            (
                "Franz Mustermänn",
                "DE71110220330123456789",
                "12.3",
                "RF18539007547034",
                "BHBLDEHHXXX",
                9,
            ),
            (
                "Wikimedia Foerdergesellschaft",
                "DE33100205000001194700",
                "123.45",
                "Spende",
                "BFSWDE33BER",
                10,
            ),
        ):
            lines = epc_qr.build(name, iban, Decimal(amount), reference, bic).split("\n")
            with self.subTest(name):
                self.assertEqual(lines[:7], ["BCD", "002", "1", "SCT", bic, name, iban])
                self.assertEqual(Decimal(lines[7].removeprefix("EUR")), Decimal(amount))
                self.assertEqual(lines[field:], [reference])

    def test_limits(self):
        payload = epc_qr.build("N" * 90, DE, Decimal("1"), "ä" * 300)
        lines = payload.split("\n")
        self.assertEqual(len(lines[5]), 70)
        self.assertLessEqual(len(payload.encode()), 331)
        self.assertEqual(len(epc_qr.build("N", DE, Decimal("1"), "x" * 300).split("\n")[10]), 140)
        self.assertFalse(payload.endswith("\n"))

    def test_no_field_is_injected(self):
        lines = epc_qr.build("A\nB", DE, Decimal("1"), "x\nEUR999\ry").split("\n")
        self.assertEqual((lines[5], lines[10]), ("A B", "x EUR999 y"))
        self.assertEqual(len(lines), 11)

    def test_no_code(self):
        for name, iban, amount in (
            ("", DE, "1"),
            ("N", "12345", "1"),
            ("N", DE.replace("89", "88"), "1"),
            ("N", DE, "0"),
            ("N", DE, "-1"),
            ("N", DE, "0.001"),
            ("N", DE, "1000000000"),
        ):
            with self.subTest((name, iban, amount)):
                self.assertEqual(epc_qr.build(name, iban, Decimal(amount), "x"), "")

    def test_floats_are_exact(self):
        self.assertIn("EUR0.30\n", epc_qr.build("N", DE, 0.1 + 0.2, "x"))

    def test_picture(self):
        picture = qr_png.draw(epc_qr.build("N", DE, Decimal("1"), "x"), scale=1)
        self.assertTrue(picture.startswith(b"\x89PNG"))
