from . import booking, complaint, complaint_portal, complaint_questions, portal, visit, waitlist
from . import feed
from . import desk, desk_visit, export
