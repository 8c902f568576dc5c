"""Selections and limits that two or more files share."""

VISIT_STATES = [
    ("draft", "To Plan"),
    ("planned", "Planned"),
    ("confirmed", "Confirmed"),
    ("on_the_way", "On the Way"),
    ("in_progress", "In Progress"),
    ("done", "Done"),
    ("no_show", "No-show"),
    ("cancelled", "Cancelled"),
]

# A visit in one of these states takes its technicians' time. A finished one keeps it: the
# technician was there, and utilisation is counted from these rows.
OCCUPYING_STATES = ("planned", "confirmed", "on_the_way", "in_progress", "done")

# States in which a visit may still be moved, reassigned or dropped with its order.
OPEN_STATES = ("draft", "planned", "confirmed")

# States of a visit that has begun: a fact about one day, not about its repetitions.
PAST_STATES = ("on_the_way", "in_progress", "done", "no_show")

# Longer "visits" are typing mistakes: 366 days cover a leased device, nothing covers 400.
MAX_VISIT_DAYS = 366

# First key of the advisory lock taken per technician before time is booked ("pylo" in ASCII).
BOOKING_LOCK = 0x70796C6F
