from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js as web_test_js

SUITE = "@pylot_frontoffice"
# Milliseconds for a test. It is in nobody's way: what never comes is given up after some frames.
PATIENCE = 60000


@tagged("post_install", "-at_install")
class TestJs(HttpCase):
    """The unit tests of the web client."""

    def test_unit_desktop(self):
        # by its hash: a name would be matched loosely, and run the tests of others as well
        suite = web_test_js.HOOTCommon._generate_hash(self, SUITE)
        failed = []

        def check(message):
            is_fatal = web_test_js.unit_test_error_checker(message)
            if not is_fatal:
                failed.append(message)
            return is_fatal

        try:
            self.browser_js(
                f"/web/tests?headless&loglevel=2&preset=desktop&timeout={PATIENCE}&id={suite}",
                "",
                "",
                login="admin",
                timeout=600,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=check,
            )
        except self.failureException as error:
            # Odoo says "see above", and means its log, which a red run does not show
            self.fail("\n".join([str(error), *failed]))
