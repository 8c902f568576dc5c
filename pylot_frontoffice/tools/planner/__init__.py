"""The planner: who serves which visit, in which order. Pure Python, no Odoo import.

`problem` says what is asked, `solver.solve` answers with a `plan`, `evaluator` checks any plan
whoever made it, `reasons` says why a visit is left out, `replan` changes a plan as little as
possible. Import the module you need; nothing is imported here."""
