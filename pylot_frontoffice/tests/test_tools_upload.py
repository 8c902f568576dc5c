"""Markup and files of strangers, without a server."""

import doctest

from odoo.tests import BaseCase, tagged

from ..tools import plain_markup, upload
from .complaint_pages_common import GIF, PDF, SVG, make_picture


@tagged("post_install", "-at_install")
class TestToolsUpload(BaseCase):
    def test_examples_in_the_documentation(self):
        for module in (plain_markup, upload):
            outcome = doctest.testmod(module)
            self.assertGreater(outcome.attempted, 1)
            self.assertEqual(outcome.failed, 0)

    def test_what_it_is_and_not_what_it_is_called(self):
        for content, ending in (
            (PDF, ".pdf"),
            (make_picture(), ".jpg"),
            (make_picture("PNG"), ".jpg"),
        ):
            self.assertTrue(upload.read_upload("x.html", content)[0].endswith(ending))

    def test_refused(self):
        polyglots = {
            "svg": SVG,
            "html": b"<html><script>alert(1)</script>",
            "gif": GIF,
            "html before a PDF": b"<script>alert(1)</script>" + PDF,
            "half a PDF": PDF[:12],
            "program": b"MZ" + b"\0" * 99,
            "zip": b"PK\3\4" + b"\0" * 99,
            "nothing": b"",
            "half a picture": make_picture()[:100],
        }
        for name, content in polyglots.items():
            with self.subTest(name), self.assertRaises(upload.UploadError):
                upload.read_upload("x.jpg", content)

    def test_nothing_hides_behind_a_picture(self):
        _name, kept = upload.read_upload("x", make_picture() + b"<script>alert(1)</script>")
        self.assertNotIn(b"<script>", kept)

    def test_deep_markup(self):
        self.assertIn("x", plain_markup.plain_markup("<b>" * 200 + "x"))
        for odd in ("", " ", "<!-- x -->", "<?php x ?>", "<style>x</style>", None):
            self.assertEqual(plain_markup.plain_markup(odd), "")
