from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from .matters_appointments import AppointmentsSection
from .matters_complaints import ComplaintsSection
from .matters_invoices import InvoicesSection
from .matters_orders import OrdersSection
from .matters_promises import PromisesSection

URL = "/my/matters"


class MattersPortal(CustomerPortal):
    """My matters: the next step, and whatever there is, on one page."""

    def _get_matters_sections(self):
        """Hook: classes of the sections, see :class:`MattersSection`; in the order of the page."""
        return [
            AppointmentsSection,
            OrdersSection,
            InvoicesSection,
            ComplaintsSection,
            PromisesSection,
        ]

    @route(URL, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def portal_my_matters(self, **params):
        steps, sections = [], []
        for section in [make(self) for make in self._get_matters_sections()]:
            steps += section.get_steps()
            entries = section.get_entries()
            if entries:
                sections.append((section, entries))
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "matters",
            "step": min(steps, key=lambda step: (step.rank, step.day), default=None),
            "sections": sections,
        }
        return request.render("pylot_frontoffice.portal_my_matters", values)
