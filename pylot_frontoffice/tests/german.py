"""German screens: not the language alone, but the add-on's words in it, too."""

LANG = "de_DE"


def speak_german(env):
    """As when somebody adds the language in Odoo: without the words its pages stay English."""
    env["res.lang"]._activate_lang(LANG)
    env.ref("base.module_pylot_frontoffice")._update_translations([LANG])
