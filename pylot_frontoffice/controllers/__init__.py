from . import booking, visit, waitlist
from . import feed
