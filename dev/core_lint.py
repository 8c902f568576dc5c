"""Point Odoo's own lint tests at our add-on. Loaded with `-p dev.core_lint`.

They look at every module on the addons path, core's six hundred included, for minutes; only
ours are asked about here.
"""

from __future__ import annotations

import pytest

from dev.places import MODULE

# Those of odoo/addons/test_lint/tests that say something about an add-on. Its pylint checkers
# run in a call of their own, eslint with our own rules.
FILES = """
    test_docstring test_dunderinit test_i18n test_index test_jstranslate test_manifests
    test_markers test_naming test_onchange_domains test_orm_import test_override_signatures
    test_pofile test_routes test_test_holes
""".split()

CHECKERS = ("sql_injection", "gettext", "unlink_override")
MESSAGES = (
    "sql-injection,missing-gettext,gettext-variable,gettext-placeholders,gettext-repr,"
    "raise-unlink-override,used-before-assignment,undefined-variable,eval-used,unreachable,"
    "function-redefined"
)


def pylint_arguments() -> list[str]:
    """A run of its own: the community's rules have messages of the same names."""
    plugins = ",".join(f"_odoo_checker_{name}" for name in CHECKERS)
    options = ["--rcfile=/dev/null", "--score=n", "--disable=all", f"--enable={MESSAGES}"]
    # pragmas name messages of the other run
    options.append("--disable=unknown-option-value")
    return [*options, f"--load-plugins={plugins}", MODULE]


@pytest.fixture(scope="session", autouse=True)
def only_ours(load_registry):
    from odoo.modules import Manifest

    ours = [Manifest.for_addon(MODULE)]
    original, Manifest.all_addon_manifests = Manifest.all_addon_manifests, lambda: ours
    yield
    Manifest.all_addon_manifests = original
