"""Which kind of tour a shift needs."""

from .tour import Tour
from .tour_breaks import TourWithBreaks
from .tour_lunch import TourWithLunch


def make_tour(model, shift, nodes=()):
    """The simplest kind that does justice to the shift's breaks and visits."""
    if shift.is_plain:
        kind = Tour
    elif shift.is_simple:
        kind = TourWithLunch
    else:
        kind = TourWithBreaks
    return kind(model, shift, nodes)
