from . import booking, complaint, complaint_portal, complaint_questions, portal, visit, waitlist
from . import feed
