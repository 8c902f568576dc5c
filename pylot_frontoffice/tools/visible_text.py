"""What a reader sees of markup, as lines of plain text.

>>> visible_text('<p>Dear <b>Fri</b>eda,</p><blockquote>old</blockquote><ul><li>one</li></ul>')
'Dear Frieda,\\n\\n\\none'
"""

from lxml import etree, html

QUOTED = (
    "//blockquote | //*[@data-o-mail-quote] | //*[contains(@class, 'gmail_quote')]"
    " | //script | //style | //*[contains(@class, 'o_mail_notification')]"
)
BLOCKS = ("br", "div", "li", "p", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol")


def visible_text(markup):
    """:param str markup: of an e-mail or a form
    :return: the words a reader sees, without quotes, a line a block; tags within a word leave no
        mark"""
    if not (markup or "").strip():
        return ""
    try:
        root = html.fragment_fromstring(str(markup), create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    for node in root.xpath(QUOTED):
        if node.getparent() is not None:
            node.drop_tree()
    for node in root.iter(*BLOCKS):
        node.tail = "\n" + (node.tail or "")
        if node.tag != "br":
            node.text = "\n" + (node.text or "")
    return root.text_content().strip()
