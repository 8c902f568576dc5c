"""Markup of strangers, shown beside our own: what is left is text, its structure and links."""

from lxml import etree, html

# Everything else is taken away, and what stood inside it stays.
KEPT = {"a", "b", "blockquote", "br", "code", "div", "em", "i", "li", "ol", "p", "pre", "strong"}
KEPT |= {"u", "ul"}
# These go with all they hold.
DROPPED = {"head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template"}
DROPPED |= {"title", "textarea", "select", "button", "input", "form"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")


def plain_markup(text):
    """:param str text: markup, of an e-mail or of a form
    :return: markup without pictures (they tell the sender who reads), styles, forms, scripts and
        links that are not what they seem

    >>> plain_markup('<p style="x">Hi <script>1</script><img src="http://x"><b>you</b></p>')
    '<p>Hi <b>you</b></p>'
    >>> plain_markup('<a href="javascript:alert(1)" onclick="x">here</a> {{7*7}}')
    '<a>here</a> {{7*7}}'
    """
    if not (text or "").strip():
        return ""
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    for node in list(root.iterdescendants()):
        if node.getparent() is None:
            continue  # gone with one above it
        if not isinstance(node.tag, str) or node.tag in DROPPED:
            node.drop_tree()
        elif node.tag not in KEPT:
            node.drop_tag()
        else:
            _strip(node)
    inner = html.tostring(root, encoding="unicode", with_tail=False)
    return inner.removeprefix("<div>").removesuffix("</div>").strip()


def _strip(node):
    link = (node.get("href") or "").strip()
    node.attrib.clear()
    if node.tag == "a" and link.lower().startswith(SCHEMES):
        node.set("href", link)
        node.set("rel", "noopener noreferrer nofollow")
