import json

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..tools.typed_text import clean, is_email
from .calculator_form import CalculatorForm
from .common import PAGE, PublicPages

URL = "/calculators"


class CalculatorController(PublicPages, Controller):
    """Work something out. Everything is in the address, so that it can be kept and sent on; with
    JavaScript the page asks for ``/result`` and shows what it gets, so both are the same."""

    def _get_calculator_sudo(self, slug):
        return request.env["pylot.calculator"].sudo()._find_calculator(clean(slug, limit=40))

    def _render_for_all(self, template, values, status=200):
        """A page without anybody's numbers, which search engines may know."""
        response = self._render(template, values, status=status)
        response.headers.remove("X-Robots-Tag")
        return response

    @route(URL, **PAGE, methods=["GET"], readonly=True)
    def list_calculators(self, **params):
        values = {
            "calculators": request.env["pylot.calculator"].sudo()._get_calculators(),
            "estimates": request.env["pylot.estimate"].sudo()._get_public_links(),
        }
        return self._render_for_all("calculator_list", values)

    @route(f"{URL}/<string:slug>", **PAGE, methods=["GET"], readonly=True)
    def show_calculator(self, slug, **params):
        calculator = self._get_calculator_sudo(slug)
        if calculator is None:
            return self._not_found()
        form = CalculatorForm(calculator, request.httprequest.args)
        is_sent = request.httprequest.args.get("done") == "mail"
        return self._show(form, is_sent=is_sent, status=422 if form.errors else 200)

    def _show(self, form, status=200, message="", email="", is_sent=False):
        values = {
            **self._get_values(form),
            "message": message,
            "email": email,
            "is_sent": is_sent,
        }
        render = self._render if form.is_asked() else self._render_for_all
        return render("calculator_page", values, status=status)

    def _get_values(self, form):
        calculator = form.calculator
        path = f"{URL}/{calculator._calculator_slug}"
        return {
            "form": form,
            "calculator": calculator,
            "path": path,
            "outcome": form.outcome,
            "link": f"{path}?{form.get_query()}",
            "chart": json.dumps(form.outcome.chart) if form.outcome else "",
            "company": calculator.env.company,
            "today": fields.Date.context_today(calculator),
            "can_mail": calculator.env["pylot.calculator.mail"]._is_possible(),
        }

    @route(f"{URL}/<string:slug>/result", **PAGE, methods=["GET"], readonly=True)
    def get_result(self, slug, **params):
        """For scripts: the result as it stands on the page, what is wrong, and where the sliders
        stand."""
        calculator = self._get_calculator_sudo(slug)
        if calculator is None:
            return self._not_found()
        form = CalculatorForm(calculator, request.httprequest.args)
        values = self._get_values(form)
        html = request.env["ir.qweb"]._render("pylot_frontoffice.calculator_result", values)
        response = request.make_json_response(
            {
                "html": str(html),
                "errors": form.errors,
                "positions": form.get_positions(),
                "found": {
                    name: form.typed[name] for name in (form.outcome.found if form.outcome else ())
                },
                "query": form.get_query() if form.outcome else "",
            }
        )
        response.headers.update({"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
        return response

    @route(f"{URL}/<string:slug>/print", **PAGE, methods=["GET"], readonly=True)
    def show_print(self, slug, **params):
        calculator = self._get_calculator_sudo(slug)
        if calculator is None:
            return self._not_found()
        form = CalculatorForm(calculator, request.httprequest.args)
        if form.errors:
            return self._show(form, status=422)
        return self._render("calculator_print", self._get_values(form))

    @route(f"{URL}/<string:slug>/mail", **PAGE, methods=["POST"])
    def mail_result(self, slug, email="", **post):
        calculator = self._get_calculator_sudo(slug)
        mails = request.env["pylot.calculator.mail"].sudo()
        if calculator is None or not mails._is_possible() or self._is_robot(post):
            return self._not_found()
        form = CalculatorForm(calculator, request.httprequest.form)
        if form.errors:
            return self._show(form, status=422)
        email = clean(email, limit=255)
        if not is_email(email):
            form.errors["email"] = request.env._(
                "This is no e-mail address. It looks like name@example.com."
            )
            return self._show(form, status=422, email=email)
        try:
            # what is refused half way leaves nothing behind
            with request.env.cr.savepoint():
                mails._send_result(
                    form.get_inputs(), self._get_values(form), email, self._get_visitor()
                )
        except UserError as error:
            return self._show(form, status=429, message=str(error), email=email)
        return self._redirect(f"{URL}/{calculator._calculator_slug}?{form.get_query()}&done=mail")
