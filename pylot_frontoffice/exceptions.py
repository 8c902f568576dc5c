"""Errors that carry more than a sentence to the client."""

from odoo.exceptions import ValidationError


class CollisionError(ValidationError):
    """A technician would be in two places at once.

    The message names technician, time and what stands there, as far as the reader may see it.
    ``context["pylot_collision"]`` carries the same for the client, with the next free times:
    ``{"technician": str, "event_id": int | False, "alternatives": [{"start", "stop", "label",
    "technician_id"}]}``, times as UTC strings.
    """

    def __init__(self, message, collision=None):
        super().__init__(message)
        self.context = {"pylot_collision": collision or {}}
