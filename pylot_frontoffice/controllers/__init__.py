from . import booking, portal, visit, waitlist
from . import feed
from . import desk, desk_visit, export
