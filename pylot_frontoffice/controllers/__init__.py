from . import booking, portal, visit, waitlist
from . import feed
