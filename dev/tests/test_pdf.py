"""The stand-in prints what Odoo asks wkhtmltopdf for."""

import os
import subprocess
import sys

import pytest

from dev.pdf import wkhtmltopdf
from dev.pytest_plugin import BROWSER
from dev.setup import chromium

SUBST = """<html><body onload="
    for (const [name, value] of new URLSearchParams(location.search))
        for (const node of document.getElementsByClassName(name)) node.textContent = value
" style="background: white">{}</body></html>"""
HEADER = SUBST.format("<b>Head</b>")
FOOTER = SUBST.format("<span class='page'></span> of <span class='topage'></span>")
BODY = "<html><body style='background: white'>{0} one<p style='break-before: page'>{0} two</html>"


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Two documents of two pages each, in landscape."""
    if not (os.environ.get("PYLOT_CHROMIUM") or chromium.find()):
        pytest.skip(BROWSER)
    from pypdf import PdfReader

    folder = tmp_path_factory.mktemp("pdf")
    bodies = []
    for number, name in enumerate(("Ä", "B")):
        bodies.append(folder / f"report.body.tmp.{number}.x.html")
        bodies[-1].write_text(BODY.format(name), encoding="utf-8-sig")
    (folder / "head.html").write_text(HEADER)
    (folder / "foot.html").write_text(FOOTER)
    paper = ["--quiet", "--page-size", "A4", "--margin-top", "40", "--margin-bottom", "20"]
    layers = ["--header-html", folder / "head.html", "--footer-html", folder / "foot.html"]
    arguments = [*paper, "--orientation", "Landscape", *layers, *bodies, folder / "out.pdf"]
    # A process of its own, as under Odoo: it lifts a memory limit that pytest shall keep.
    subprocess.run([sys.executable, wkhtmltopdf.__file__, *map(str, arguments)], check=True)
    return PdfReader(folder / "out.pdf")


def test_every_page_has_its_body_header_and_numbers(printed):
    texts = [page.extract_text() for page in printed.pages]
    bodies = ["Ä one", "Ä two", "B one", "B two"]
    assert len(texts) == len(bodies)
    for index, (text, body) in enumerate(zip(texts, bodies, strict=True)):
        assert body in text and "Head" in text
        assert f"{index % 2 + 1} of 2" in text


def test_the_paper_lies_on_its_side(printed):
    assert all(page.mediabox.width > page.mediabox.height for page in printed.pages)


def test_odoo_finds_where_each_document_starts(printed):
    """Read the way ir.actions.report does."""
    root = printed.trailer["/Root"]
    node, starts = root["/Outlines"]["/First"], []
    while node:
        starts.append(root["/Dests"][node["/Dest"]][0])
        node = node.get("/Next")
    assert starts == [0, 2]


def test_no_layer_covers_what_is_below(printed):
    """All three have a white background; a printed one would be a fill operator."""
    for page in printed.pages:
        operators = page.get_contents().get_data().split()
        assert b"f" not in operators and b"f*" not in operators


def test_the_version_is_one_odoo_accepts(capsys):
    assert wkhtmltopdf.main(["--version"]) == 0
    assert "0.12.6 (with patched qt)" in capsys.readouterr().out
