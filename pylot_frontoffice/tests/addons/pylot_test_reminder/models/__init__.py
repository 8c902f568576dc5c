from . import pylot_reminder, pylot_reminder_level, pylot_reminder_policy, pylot_test_rental
