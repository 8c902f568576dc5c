from . import pylot_complaint, pylot_complaint_action
