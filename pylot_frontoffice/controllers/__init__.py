from . import booking, complaint, complaint_portal, complaint_questions, portal, visit, waitlist
from . import day, day_acts, visit_report
from . import dunning, dunning_portal, feed
from . import desk, desk_visit, export
from . import faq, faq_acts, faq_suggest
from . import matters
from . import estimate, estimate_booking
from . import calculator, finance_portal
from . import day_cash, day_money, day_money_acts
from . import status
