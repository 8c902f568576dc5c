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

# What the stage of a complaint means, whatever it is called.
COMPLAINT_STATES = [
    ("new", "New"),
    ("working", "In Work"),
    ("waiting_customer", "Waiting for the Customer"),
    ("waiting_remedy", "Waiting for Visit or Goods"),
    ("solved", "Solved"),
    ("closed", "Closed"),
]

# A complaint in one of these needs nobody any more.
DONE_STATES = ("solved", "closed")

PRIORITIES = [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Urgent")]

SEVERITIES = [("minor", "Minor"), ("major", "Major"), ("critical", "Critical")]

# What is promised, and how that stands.
TARGET_KINDS = [("response", "First Answer"), ("resolution", "Solution")]

TARGET_STATES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("kept", "Kept"),
    ("broken", "Missed"),
    ("dropped", "Dropped"),
]

CHANNELS = [
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("form", "Public Form"),
    ("portal", "Customer Portal"),
    ("visit", "On Site"),
    ("letter", "Letter"),
    ("other", "Other"),
]

# What a customer may want, and what it may end with.
REMEDIES = [
    ("refund", "Refund"),
    ("replacement", "Replacement"),
    ("repair", "Repair Visit"),
    ("reduction", "Price Reduction"),
    ("voucher", "Voucher"),
    ("refusal", "Refusal"),
    ("other", "Other"),
]

# What was decided. Whoever gets less than asked for is told where to turn.
OUTCOMES = [
    ("accepted", "Accepted"),
    ("partly", "Accepted in Part"),
    ("rejected", "Rejected"),
]

# By which way the customer was told.
TELLING_CHANNELS = [
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("visit", "On Site"),
]

# Why a complaint ended without a decision. The first three are chosen by hand.
DISMISSALS = [
    ("spam", "Spam"),
    ("automatic", "Automatic Message"),
    ("mistake", "Made by Mistake"),
    ("merged", "Merged into Another"),
    ("silent", "The Customer Did Not Answer"),
]

# When an invoice is made by itself.
INVOICE_WHEN = [
    ("never", "By Hand"),
    ("paid", "When the Order Is Paid"),
    ("delivered", "When Everything Is Delivered"),
    ("visits", "When All Visits Are Done"),
]
# What an invoice may still be reminded of; core calls everything else settled or stopped.
UNPAID_STATES = ("not_paid", "partial")

# Who may read an answer. Customers are those with a login; staff reads everything, providers read
# what customers read and what is meant for them.
AUDIENCES = [
    ("public", "Everybody"),
    ("customer", "Customers With Login"),
    ("provider", "Providers"),
    ("staff", "Staff"),
]
# Which audiences fit into which: nobody reads an answer without reading its category.
AUDIENCES_WITHIN = {
    "public": ("public", "customer", "provider", "staff"),
    "customer": ("customer", "provider", "staff"),
    "provider": ("provider",),
    "staff": ("staff",),
}
