"""Odoo's reports through Chromium: takes wkhtmltopdf's arguments as Odoo writes them.

Headers and footers are pages of their own, printed once a page with its number, and laid over
the body. For development only: Odoo's report HTML contains what users typed, and it is opened
here without the browser's web security, because fonts are loaded from file:// pages.
"""

from __future__ import annotations

import argparse
import resource
import sys
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from pypdf import PdfReader, PdfWriter  # noqa: E402

from dev.cdp import Browser  # noqa: E402
from dev.pdf import outline  # noqa: E402
from dev.setup import chromium  # noqa: E402

# Odoo reads the number, and whether headers work.
VERSION = "wkhtmltopdf 0.12.6 (with patched qt)"
SIZES = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "Letter": (215.9, 279.4),
         "Legal": (215.9, 355.6)}  # fmt: skip
# wkhtmltopdf shrinks pages by this, and Odoo's layouts are drawn for it.
SHRINK = 0.78
# Pages are laid over each other; a white sheet on top would hide what is below.
SEE_THROUGH = """
    for (const node of [document.documentElement, document.body]) {
        node.style.setProperty("background", "transparent", "important");
    }
"""


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options that change the paper; all others are accepted and ignored."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name, default in (("top", 10), ("bottom", 10), ("left", 7), ("right", 7)):
        parser.add_argument(f"--margin-{name}", type=millimetres, default=default)
    parser.add_argument("--page-width", type=millimetres)
    parser.add_argument("--page-height", type=millimetres)
    parser.add_argument("--page-size", default="A4")
    parser.add_argument("--orientation", default="Portrait", type=str.lower)
    for name in ("header-html", "footer-html", "cookie-jar"):
        parser.add_argument(f"--{name}", type=Path)
    for name in ("dpi", "zoom", "header-spacing", "javascript-delay", "viewport-size"):
        parser.add_argument(f"--{name}")
    for name in ("quiet", "disable-smart-shrinking", "header-line", "disable-local-file-access"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)
    return options, options.files


def millimetres(text: str) -> float:
    return float(text.removesuffix("mm"))


def paper(options) -> tuple[float, float]:
    width, height = SIZES.get(options.page_size, SIZES["A4"])
    if options.page_width and options.page_height:
        width, height = options.page_width, options.page_height
    return (height, width) if options.orientation == "landscape" else (width, height)


def printed(browser: Browser, options, url: str, height: float, top=0.0, bottom=0.0) -> PdfReader:
    """One HTML page on paper of this height."""
    browser.open(url)
    browser.evaluate(SEE_THROUGH)
    inches = {
        "paperWidth": paper(options)[0],
        "paperHeight": height,
        "marginTop": top,
        "marginBottom": bottom,
        "marginLeft": options.margin_left,
        "marginRight": options.margin_right,
    }
    scale = 1 if options.disable_smart_shrinking else SHRINK
    content = browser.pdf(
        printBackground=True, scale=scale, **{name: mm / 25.4 for name, mm in inches.items()}
    )
    return PdfReader(BytesIO(content))


def overlay(browser, options, html: Path, page, height: float, numbers: dict) -> None:
    """A header or footer over one page; it reads its page numbers from its address. A header
    may need more than its margin and gets the whole page, a footer's paper is the margin."""
    url = f"{html.absolute().as_uri()}?{urlencode(numbers)}"
    page.merge_page(printed(browser, options, url, height).pages[0])


def render(browser: Browser, options, bodies: list[str]) -> PdfWriter:
    writer = PdfWriter()
    height = paper(options)[1]
    first_pages = []
    for body in bodies:
        path = Path(body).absolute()
        reader = printed(
            browser, options, path.as_uri(), height, options.margin_top, options.margin_bottom
        )
        first_pages.append(len(writer.pages))
        count = len(reader.pages)
        for number, page in enumerate(reader.pages, 1):
            page = writer.add_page(page)
            numbers = {"page": number, "topage": count, "sitepage": number, "sitepages": count,
                       "webpage": path.name}  # fmt: skip
            if options.header_html:
                overlay(browser, options, options.header_html, page, height, numbers)
            if options.footer_html:
                overlay(browser, options, options.footer_html, page, options.margin_bottom, numbers)
    outline.add(writer, first_pages)
    return writer


def lift_memory_limit() -> None:
    """Odoo limits its children's address space; Chromium reserves more than that and dies."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def set_cookie(browser: Browser, jar: Path) -> None:
    """The reader's session, for pictures that need one."""
    parts = dict(part.strip().partition("=")[::2] for part in jar.read_text().split(";"))
    if parts.get("domain") and parts.get("session_id"):
        browser.call("Network.setCookie", name="session_id", value=parts["session_id"],
                     domain=parts["domain"], path="/")  # fmt: skip


def main(arguments: list[str]) -> int:
    if "--version" in arguments:
        print(VERSION)
        return 0
    options, files = parse(arguments)
    lift_memory_limit()
    program = chromium.find()
    if not program:
        print("no Chromium on PATH", file=sys.stderr)
        return 2
    flags = ("--disable-web-security", "--allow-file-access-from-files")
    with Browser(program, *flags) as browser:
        if options.cookie_jar:
            set_cookie(browser, options.cookie_jar)
        render(browser, options, files[:-1]).write(files[-1])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
