"""What does an e-mail to the team cost, from the gateway until the acknowledgement is in the queue?

A thousand distinct ones in one run: of customers, of people nobody knows, and of machines. Then
some of which each finds nothing read, as after the commit of the one before.
"""

from __future__ import annotations

import statistics
from email.message import EmailMessage
from email.policy import SMTP

import harness

MAILS, PART, CUSTOMERS = 1000, 100, 100
COLD = range(MAILS, MAILS + PART)
ADDRESS = "service@pylot.example"
QUERIES_ALLOWED = 40
# The machines among ten senders, by what gives them away.
MACHINES = ({"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk", "List-Id": "<news.example>"})


def prepare(env, team):
    """Give ``team`` its address, and some customers theirs."""
    domain = env["mail.alias.domain"].create({"name": ADDRESS.partition("@")[2]})
    team.company_id.alias_domain_id = domain
    team.write({"alias_name": ADDRESS.partition("@")[0], "alias_domain_id": domain.id})
    env["res.partner"].create(
        [{"name": f"Known {n}", "email": f"known{n}@example.com"} for n in range(CUSTOMERS)]
    )
    env.flush_all()


def write(number):
    """:return: bytes of an e-mail: of ten, seven are of customers, two of strangers"""
    message = EmailMessage(policy=SMTP)
    message.set_content("Since Monday, more and more.")
    sender = f"Stranger <stranger{number}@example.org>"
    if number % 10 < 7:
        sender = f"Known <known{number % CUSTOMERS}@example.com>"
    headers = {
        "From": sender,
        "To": ADDRESS,
        "Subject": f"The tap drips {number}",
        "Message-ID": f"<{number}.tap@example.org>",
        "Date": "Mon, 23 Nov 2026 09:00:00 +0100",
    }
    if number % 10 == 9:
        headers |= MACHINES[number // 10 % len(MACHINES)]
    for name, value in headers.items():
        message[name] = value
    return message.as_bytes()


def take_in(env, raw):
    env["mail.thread"].message_process(False, raw)
    env.flush_all()


def measure(env, numbers, act=take_in, make=write, is_cold=False):
    """:return: processor time in ms and queries of each, in parts of a hundred"""
    meter, parts = harness.Meter(env.cr), []
    for first in range(0, len(numbers), PART):
        given = [make(number) for number in numbers[first : first + PART]]
        before, queries = meter.read(), env.cr.sql_log_count
        for each in given:
            if is_cold:
                env.invalidate_all()
            act(env, each)
        spent = meter.read() - before
        parts.append((spent / len(given), (env.cr.sql_log_count - queries) / len(given)))
    return parts


def summarize(parts):
    """:return: medians of ms and queries"""
    return [statistics.median(values) for values in zip(*parts, strict=True)]


def acknowledge(env, notice):
    notice._send_locked()
    env.flush_all()


def compare(env):
    """As the gateway runs, which is nobody in particular.

    :return: rows of the table, and ms of one of ours, for others to be compared with"""
    complaints = env["pylot.complaint"].with_context(active_test=False)
    notices = env["pylot.complaint.notice"]
    prepare(env, env["pylot.team"]._get_default())
    measure(env, range(2 * MAILS, 2 * MAILS + 20))  # what is kept for all is read now
    before = complaints.search_count([])
    parts = measure(env, range(MAILS))
    came = complaints.search_count([]) - before
    assert came >= MAILS * 0.9, "people's mails have become complaints"
    ms, queries = summarize(parts)
    cold_ms, cold_queries = summarize(measure(env, COLD, is_cold=True))
    planned = notices.search([("state", "=", "planned")], limit=MAILS)
    sent_ms, sent_queries = summarize(measure(env, planned.ids, acknowledge, notices.browse))
    env.cr.rollback()
    return [
        (
            f"{MAILS:,} mails, queries / the {QUERIES_ALLOWED} allowed",
            queries / QUERIES_ALLOWED,
            1,
            f"{ms:.1f} ms CPU and {queries:.1f} queries each",
        ),
        (
            "queries of the last hundred / of the first",
            parts[-1][1] / parts[0][1],
            1.02,
            f"{parts[0][0]:.1f} ms CPU each at first, {parts[-1][0]:.1f} at last",
        ),
        (
            "a mail after a commit / in one run",
            cold_ms / ms,
            None,
            f"{cold_ms:.1f} ms CPU and {cold_queries:.1f} queries each",
        ),
        (
            "an acknowledgement put into the queue / a mail",
            sent_ms / ms,
            None,
            f"{sent_ms:.1f} ms CPU and {sent_queries:.1f} queries each",
        ),
    ], ms


def compare_with_oca(env, team, ours):
    """The same mails to the same address, which is that of a ``team`` of OCA's helpdesk. It takes
    machines for people, and answers nobody by itself.

    :param ours: ms of one of our mails"""
    prepare(env, team)
    measure(env, range(2 * MAILS, 2 * MAILS + 20))
    before = env["helpdesk.ticket"].search_count([])
    ms, queries = summarize(measure(env, range(MAILS)))
    assert env["helpdesk.ticket"].search_count([]) >= before + MAILS * 0.9
    cold_ms, cold_queries = summarize(measure(env, COLD, is_cold=True))
    env.cr.rollback()
    remark = f"OCA: {ms:.1f} ms CPU and {queries:.1f} queries each"
    cold = f"; after a commit {cold_ms:.1f} and {cold_queries:.1f}"
    return [("mails: ours / OCA", ours / ms, None, remark + cold)]
