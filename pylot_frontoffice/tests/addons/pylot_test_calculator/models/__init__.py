from . import pylot_calculator_payback
