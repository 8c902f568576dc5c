from odoo import fields


class WholeHtml(fields.Html):
    """Markup that is translated as a whole, like a line of text. Core translates markup paragraph
    by paragraph: whoever writes an answer in German would then change the English one, too, and
    no translation could have a paragraph more than another."""

    def _get_attrs(self, model_class, name):
        attrs = super()._get_attrs(model_class, name)
        if attrs.get("translate"):
            attrs["translate"] = True
        return attrs
