"""A business with many overdue invoices: one is made by Odoo, the others are copies of its rows."""

from __future__ import annotations

from datetime import date, timedelta

from odoo.fields import Command

DAYS_LATE = 5


def fill(env, invoices: int, customers: int) -> None:
    """``customers`` with an e-mail address owe ``invoices`` in turn, each five days late."""
    partners = env["res.partner"].create(
        [
            {"name": f"Debtor {n}", "email": f"debtor{n}@example.com", "lang": "en_US"}
            for n in range(customers)
        ]
    )
    due = date.today() - timedelta(days=DAYS_LATE)
    move = make_invoice(env, partners[0], due)
    env.flush_all()
    copy_rows(env, move, partners.ids, invoices - 1)
    env.invalidate_all()
    found = env["account.move"].search_count(
        [("invoice_date_due", "=", due), ("amount_residual", ">", 0)]
    )
    assert found == invoices, f"{found} overdue invoices instead of {invoices}"


def make_invoice(env, partner, due):
    """:return: a posted invoice over 119.00"""
    move = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": due - timedelta(days=14),
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create({"name": "Repair", "price_unit": 119, "tax_ids": False})
            ],
        }
    )
    move.action_post()
    return move


def copy_rows(env, move, partner_ids, number):
    """Copy the rows of ``move``, for these customers in turn."""
    given = {
        "model": move.id,
        "number": number,
        "partners": partner_ids,
        "count": len(partner_ids),
    }
    partner = "(%(partners)s)[1 + n %% %(count)s]"
    copy(
        env,
        "account_move",
        {
            "name": "'BENCH/' || n",
            "payment_reference": "'BENCH/' || n",
            "partner_id": partner,
            "commercial_partner_id": partner,
            "access_token": "NULL",
        },
        "original.id = %(model)s",
        "generate_series(1, %(number)s) n",
        given,
    )
    copy(
        env,
        "account_move_line",
        {"move_id": "copied.id", "partner_id": "copied.partner_id", "move_name": "copied.name"},
        "original.move_id = %(model)s",
        "(SELECT id, name, partner_id FROM account_move WHERE name LIKE 'BENCH/%%') copied",
        given,
    )
    env.cr.execute("ANALYZE account_move, account_move_line, res_partner")


def copy(env, table, changed, where, others, given):
    """Insert the columns of ``table`` as they are, but those in ``changed``."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = [row[0] for row in env.cr.fetchall() if row[0] != "id"]
    values = [changed.get(column, f'original."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    env.cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)}"
        f" FROM {table} original, {others} WHERE {where}",
        given,
    )
