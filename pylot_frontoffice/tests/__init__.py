from . import test_booking
from . import test_booking_race
from . import test_recurrence
from . import test_booking_doors
from . import test_demo
from . import test_bad_input
from . import test_collision_answer
