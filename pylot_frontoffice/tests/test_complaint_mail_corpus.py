import csv
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_mail_common import ComplaintMailCommon

CORPUS = Path(__file__).parents[3] / "shared" / "vectors" / "eml"
DROPPED = {
    "50_dsn_report_422",
    "51_dsn_report_530",
    "52_multi_address_bounce",
    "53_bounce_mailbox_full",
    "54_bounce_office365",
    "55_bounce_broken_mime",
    "56_bounce_1und1",
    "57_bounce_gmx",
    "58_mdn_read_receipt",
    "59_arf_complaint_aol",
    "60_arf_yahoo",
    "S7_calendar_reply",
    "S8_ndr_null_sender_plain",
}
DISMISSED = {
    "70_rfc3834_01",
    "71_rfc3834_02",
    "72_rfc3834_03",
    "73_rfc3834_04",
    "74_rfc3834_05",
    "S1_ooo_outlook_de",
    "S2_ooo_no_header_de",
}
UNANSWERED = DISMISSED | {
    "33_bad_subject",
    "39_latin1_filename",
    "41_cant_parse_from",
    "48_double_semicolon",
    "80_mailing_list_lkml",
    "81_list_notmuch",
    "95_zammad_self_loop",
    "S3_ack_pingpong",
}
ATTACHMENTS = {
    "10_attachment_pdf": {"broken.pdf"},
    "11_attachment_nonascii_filename": {"ciële.txt"},
    "12_attachment_rfc822_inline": {"img.png", "Testmail.eml"},
    "13_attachment_only": {"blah.gz"},
    "15_nested_attachment": {"truncated.png", "smime.p7s"},
    "18_uuencode": {"PGP_Cmts_on_12-14-01_Pkg.doc"},
    "20_winmail_dat": {"winmail.dat"},
    "39_latin1_filename": {"attachment.äöü"},
    "47_similar_boundaries": {"LOGO.png"},
    "96_zammad_fax_gateway": {"fax_1234.pdf"},
}
TEXTS = {
    "30_invalid_charset": "",
    "34_iso2022jp": "すみません。",
    "37_8bitmime": "",
    "96_zammad_fax_gateway": "Sehr geehrter Kunde",
    "S4_new_complaint_de": "Heizung fällt seit gestern aus",
}


@tagged("post_install", "-at_install")
class TestComplaintMailCorpus(ComplaintMailCommon):
    """Mails of public corpora, through the real gateway, each with what must become of it. They
    are no part of this add-on; without them this is skipped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not CORPUS.is_dir():
            cls.skipTest(cls, "the corpus of e-mails is not here")
        with (CORPUS / "MANIFEST.csv").open() as file:
            cls.names = [
                row["file"].removesuffix(".eml")
                for row in csv.DictReader(file)
                if row["file"].endswith(".eml")
            ]

    def _read(self, name, *replacements):
        """:return: the mail, sent on to the address of the team as servers note it"""
        raw = (CORPUS / f"{name}.eml").read_bytes()
        for before, after in replacements:
            raw = raw.replace(before.encode(), after.encode())
        return b"Delivered-To: service@pylot.example\r\n" + raw

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def _deliver_corpus(self, raw):
        return self._deliver(raw)

    def test_each_alone(self):
        self.assertGreater(len(self.names), 60)
        contacts = self.env["res.partner"].with_context(active_test=False)
        for name in self.names:
            with self.subTest(name=name), self.env.cr.savepoint() as savepoint:
                before = contacts.search_count([])
                complaint = self._deliver_corpus(self._read(name))
                mails = self._get_new_mails(self._send_due)
                self.assertEqual(len(complaint), int(name not in DROPPED))
                if name in DROPPED | UNANSWERED:
                    self.assertFalse(mails)
                    self.assertLessEqual(contacts.search_count([]), before)
                self.assertLessEqual(len(mails), 1)
                if complaint:
                    self._check(name, complaint)
                savepoint.rollback()
                self.env.invalidate_all()

    def _check(self, name, complaint):
        root = self.env.ref("base.partner_root")
        message = complaint.message_ids.filtered(lambda each: each.message_type == "email")
        self.assertNotEqual(message.author_id, root)
        self.assertTrue(complaint.name)
        self.assertEqual(complaint.dismissal == "automatic", name in DISMISSED)
        files = set(message.attachment_ids.mapped("name"))
        self.assertLessEqual(ATTACHMENTS.get(name, set()), files)
        text = f"{complaint.description or ''} {message.body}"
        self.assertIn(TEXTS.get(name, ""), text)
        for harm in ("<script", "onerror", "javascript:", "@import"):
            self.assertNotIn(harm, text)

    def test_robots_on_a_thread(self):
        complaint = self._deliver_new("juergen.mueller@kunde.example")
        complaint._set_state("waiting_customer")
        ours = complaint.notice_ids.message_id.message_id.strip("<>")
        for name in ("S1_ooo_outlook_de", "S6_spoofed_reference"):
            raw = self._read(name, ("REPLACE-OUR-MESSAGE-ID", ours))
            before = len(complaint.message_ids)
            self.assertFalse(self._deliver_corpus(raw))
            self.assertEqual(len(complaint.message_ids), before + 1)
            self.assertEqual(complaint.state, "waiting_customer")
        followers = complaint.message_partner_ids.filtered("partner_share")
        self.assertEqual(followers, complaint.partner_id)
        self.assertFalse(self._get_new_mails(self._send_due))

    def test_number_in_the_subject(self):
        """The customer's own goes into the thread; a stranger's becomes a complaint of its own."""
        complaint = self._deliver_new("juergen.mueller@kunde.example")
        replacement = ("BES/2026/00001", complaint.number)
        self.assertFalse(self._deliver_corpus(self._read("S5_followup_subject_only", replacement)))
        raw = self._read(
            "S5_followup_subject_only",
            replacement,
            ("juergen.mueller@", "eve@"),
            ("<fup-1@", "<fup-2@"),
        )
        self.assertEqual(len(self._deliver_corpus(raw)), 1)

    def test_endless_acknowledgements(self):
        def loop():
            for number in range(50):
                raw = self._read("S3_ack_pingpong", ("REPLACE-N", str(number)))
                made.append(self._deliver_corpus(raw))
                self._send_due()

        made = []
        self.assertFalse(self._get_new_mails(loop))
        self.assertEqual(sum(map(len, made)), 1)

    def test_loop_of_references(self):
        self.assertTrue(self._deliver_corpus(self._read("84_loop_references")))
