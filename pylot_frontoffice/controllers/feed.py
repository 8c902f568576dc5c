import re

from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class FeedController(Controller):
    @route(
        "/visits/feed/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        website=True,
        multilang=False,
        sitemap=False,
    )
    def visits_feed(self, token, **_ignored):
        """A technician's visits, for calendar programs, which ask again every hour: as long as
        nothing has changed they are told only that. A link that is wrong or was taken back looks
        like any address that does not exist."""
        if "\0" in token:
            # core's page for it would look the address up in the database, and fail
            return request.make_response("", status=404)
        technician = self._get_technician_sudo(token)
        if not technician:
            raise NotFound()
        response = request.make_response(
            technician._get_feed(),
            headers={
                "Content-Type": "text/calendar; charset=utf-8",
                "Content-Disposition": 'inline; filename="visits.ics"',
                "Cache-Control": "private, no-cache",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "X-Robots-Tag": "noindex",
            },
        )
        response.add_etag()
        return response.make_conditional(request.httprequest.environ)

    def _get_technician_sudo(self, token):
        """The link is the key: elevated only after its form was checked."""
        technicians = request.env["resource.resource"]
        if not TOKEN.fullmatch(token):
            return technicians
        return technicians.sudo()._get_by_feed_token(token)
