from . import (
    pylot_assign,
    pylot_assign_candidate,
    pylot_assign_line,
    pylot_assign_time,
    pylot_phone,
    pylot_phone_answer,
    pylot_phone_candidate,
    pylot_phone_offers,
    pylot_phone_repair,
    pylot_phone_time,
)
