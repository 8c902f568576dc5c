"""Errors that carry more than a sentence to the client."""

from odoo.exceptions import ValidationError


class CollisionError(ValidationError):
    """A technician would be in two places at once.

    The message names technician, time and what stands there, as far as the reader may see it.
    ``context["pylot_collision"]`` carries the same for the client, with the next free times:
    ``{"technician": str, "event_id": int | False, "alternatives": [{"start", "stop", "label",
    "technician_id"}], "values": dict}``, times as UTC strings. ``values`` are crew and state of
    the visit as they would be had it not been refused; written to ``event_id`` with one of the
    times, they do what was asked, later.
    """

    def __init__(self, message, collision=None):
        super().__init__(message)
        self.context = {"pylot_collision": collision or {}}

    def offer_only_for(self, event_ids):
        """The client can only write what outlives the rollback: not a visit whose creation has
        just been refused, and not one occurrence when the whole series was moved."""
        collision = self.context["pylot_collision"]
        if collision.get("event_id") not in event_ids:
            collision["event_id"] = False
