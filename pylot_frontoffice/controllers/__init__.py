from . import booking, complaint, complaint_portal, portal, visit, waitlist
from . import feed
