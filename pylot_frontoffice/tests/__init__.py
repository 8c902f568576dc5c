from . import test_booking
from . import test_booking_race
from . import test_recurrence
