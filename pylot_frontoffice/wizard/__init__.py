from . import pylot_assign, pylot_assign_candidate, pylot_assign_line, pylot_assign_time
