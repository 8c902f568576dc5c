from . import (
    pylot_assign,
    pylot_assign_candidate,
    pylot_assign_line,
    pylot_assign_time,
    pylot_phone_caller,
    pylot_phone_caller_candidate,
    pylot_complaint_anonymise,
    pylot_complaint_decide,
    pylot_complaint_dismiss,
    pylot_complaint_merge,
    pylot_phone,
    pylot_phone_answer,
    pylot_phone_candidate,
    pylot_phone_offers,
    pylot_phone_repair,
    pylot_phone_time,
    pylot_phone_complaint,
    pylot_phone_complaint_candidate,
    pylot_reminder_dry_run,
    pylot_reminder_dry_run_line,
    pylot_reminder_preview,
    pylot_reminder_preview_line,
    pylot_promise,
    pylot_faq_insert,
    mail_compose_message_faq,
)
from . import pylot_cash_give
from . import pylot_cash_take_back
from . import pylot_visit_figures
from . import pylot_replan
from . import pylot_replan_cause
from . import pylot_replan_facts
from . import pylot_replan_room
from . import pylot_replan_words
from . import pylot_replan_place
from . import pylot_replan_next
from . import pylot_replan_search
from . import pylot_replan_apply
from . import pylot_replan_line
from . import pylot_replan_think
from . import pylot_replan_record
