"""Forms of the back office in a real browser, on a desk and on a phone."""

import json


class FormBrowser:
    """Mixed into a ``BrowserCase``; waits for what it presses on."""

    def fit(self):
        width, height = map(int, self.browser_size.replace("x", ",").split(","))
        self.resize(width, height)

    def see(self, selector, text=""):
        """Wait until it is shown, and contains this."""
        self.wait_for(
            f"[...document.querySelectorAll({json.dumps(selector)})].some((each) =>"
            f" each.offsetParent && each.innerText.includes({json.dumps(text)}))"
        )

    def press_on(self, selector):
        self.see(selector)
        self.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            ".find((each) => each.offsetParent).click()"
        )

    def press_button(self, name):
        """On a small screen the buttons of a form are in a menu."""
        button = f"button[name={name}]"
        more = ".o_statusbar_buttons button.dropdown-toggle, .o_form_statusbar .o-dropdown"
        self.wait_for(f"!!document.querySelector({json.dumps(f'{button}, {more}')})")
        if not self.evaluate(f"!!document.querySelector({json.dumps(button)})"):
            self.press_on(more)
        self.press_on(button)

    def get_fit(self):
        """:return: by how many pixels the page is wider than the window"""
        return self.evaluate("document.documentElement.scrollWidth - window.innerWidth")
