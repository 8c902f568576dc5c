"""My matters: what its sections have in common."""

from datetime import date
from enum import IntEnum
from typing import NamedTuple

import pytz

from odoo import fields
from odoo.http import request

# Of each section; the rest is on its own page.
SHOWN = 5
# So many documents are looked at for the next step: nobody has more that wait for them.
LOOKED_AT = 20


class Rank(IntEnum):
    """What comes first: what is lost by waiting, then where somebody waits for the customer, then
    what costs by being late, then what can be done at leisure. Leave gaps: extensions rank, too."""

    DEPOSIT = 10  # the time is kept for some hours only
    VISIT_SOON = 20  # today or tomorrow: somebody stands at the door
    PROPOSAL = 30  # a technician's time is kept until the answer
    QUESTION = 40  # the complaint stands still until the answer
    PROMISE = 50  # to pay, within days: breaking it ends the patience
    OVERDUE = 60  # interest and fees
    TO_PLAN = 70  # sold, and without a time
    QUOTATION = 80
    INVOICE = 90  # not due yet; also what is promised for later
    VISIT = 100  # nothing to do but to be there


class Step(NamedTuple):
    """Something the customer should do, or know. ``day`` orders those of one rank."""

    rank: int
    day: date
    text: str  # one sentence
    button: str
    url: str
    is_post: bool = False


class Entry(NamedTuple):
    """A line of a section."""

    title: str
    text: str
    url: str
    button: str
    is_post: bool = False
    note: str = ""


class MattersSection:
    """One kind of documents on the page. An extension adds a class to ``_get_matters_sections``.

    Whatever it reads is what the portal's own page about it shows, of the companies the visitor
    belongs to; and it costs as many queries for one document as for a hundred.
    """

    name = ""

    def __init__(self, portal):
        """:param portal: the controller, whose domains say what is whose"""
        self.portal = portal
        self.env = request.env
        self.user = self.env.user
        self.partner = self.user.partner_id
        self.company_ids = self.env.companies.ids
        self.tz = self._get_tz()
        self.today = fields.Date.context_today(self.user.with_context(tz=self.tz))

    def _get_tz(self):
        """:return: name of the customer's time zone, else that of the business"""
        known = (
            self.user.tz,
            request.httprequest.cookies.get("tz"),
            self.env.company.sudo().resource_calendar_id.tz,
        )
        return next((tz for tz in known if tz in pytz.all_timezones_set), "UTC")

    def get_title(self):
        """:return: translated heading"""
        raise NotImplementedError

    def get_entries(self):
        """:return: list of :class:`Entry`, what waits for the customer first; at most ``SHOWN``"""
        raise NotImplementedError

    def get_steps(self):
        """:return: list of :class:`Step`"""
        return []

    def get_links(self):
        """:return: list of (path, label) of the portal's own pages"""
        return []
