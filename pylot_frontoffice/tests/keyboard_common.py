"""Visitors without a mouse."""

# Of Odoo's own header and of ours, before what a page is about.
MANY = 80
# How the focus is shown: an outline, or what Bootstrap draws instead.
SEEN = """(() => {
    const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight;
    // the button inside a day has a ring that browsers draw by themselves
    const isPart = document.activeElement.matches("[type=date]:not(:focus)");
    const isMarked = document.activeElement.matches(":focus-visible, [type=date]:focus");
    return (isPart || (isMarked && outlined)) && inside;
})()"""


class KeyboardChecks:
    """Mixed into cases with a browser."""

    def tab_to(self, selector):
        """Press Tab until the focus is there; it is seen on every stop inside our page."""
        for _number in range(MANY):
            self.press("Tab")
            if self.is_focused(".pylot-page *"):
                where = self.evaluate("document.activeElement.outerHTML.slice(0, 200)")
                self.assertTrue(self.evaluate(SEEN), f"the focus is not seen: {where}")
            if self.is_focused(selector):
                return
        self.fail(f"Tab never comes to {selector}")

    def enter(self):
        with self.next_page():
            self.press("Enter")
