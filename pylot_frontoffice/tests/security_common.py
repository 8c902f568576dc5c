from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import FrontofficeCommon

# Their records have a matrix of their own.
COMPLAINT_MODELS = ("pylot.complaint", "pylot.sla", "pylot.team")
FINANCE_MODELS = ("pylot.finance",)
REMINDER_MODELS = ("pylot.reminder", "pylot.message")
FAQ_MODELS = ("pylot.faq",)
ESTIMATE_MODELS = ("pylot.estimate",)
CASH_MODELS = ("pylot.cash", "pylot.pay")
FOLLOW_MODELS = ("pylot.visit.analysis", "pylot.visit.figures", "pylot.technician", "pylot.replan")
DAY_MODELS = (
    "pylot.checklist",
    "pylot.visit.act",
    "pylot.visit.check",
    "pylot.visit.part",
    "pylot.visit.photo",
    "pylot.visit.report",
    "pylot.visit.time",
)
ELSEWHERE = (
    *CASH_MODELS,
    *COMPLAINT_MODELS,
    *DAY_MODELS,
    *ESTIMATE_MODELS,
    *FAQ_MODELS,
    *FINANCE_MODELS,
    *FOLLOW_MODELS,
    *REMINDER_MODELS,
)

ROLES = (
    "public",
    "portal",
    "plain",
    "salesperson",
    "technician",
    "agent",
    "dispatcher",
    "manager",
    # a dispatcher who works for both companies, with both switched on
    "both",
)


class SecurityCommon(FrontofficeCommon):
    """One of everything that somebody may or may not see: of the technician Anna, of Bert, and of
    the company next door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public_user = cls.env.ref("base.public_user")
        cls.portal_user = new_test_user(cls.env, "pylot_portal", groups="base.group_portal")
        cls.both_user = new_test_user(
            cls.env,
            "pylot_both",
            groups="pylot_frontoffice.group_dispatcher",
            company_id=cls.company.id,
            company_ids=[Command.set((cls.company | cls.other_company).ids)],
        )
        cls.stranger = cls._create_technician("Stranger", company=cls.other_company)
        cls.records = cls._create_records()

    @classmethod
    def _create_records(cls):
        ours = cls._create_type("Ours", company_id=cls.company.id)
        foreign = cls._create_type("Foreign", company_id=cls.other_company.id)
        records = {
            "visit_anna": cls._create_visit(cls.anna, 9),
            "visit_helped": cls._create_visit(cls.bert, 13, helper_ids=[Command.link(cls.anna.id)]),
            "visit_bert": cls._create_visit(cls.bert, 9),
            "visit_draft": cls._create_visit(appointment_type_id=ours.id),
            "visit_invited": cls._create_visit(
                cls.carla, 16, partner_ids=[Command.link(cls.portal_user.partner_id.id)]
            ),
            "visit_foreign": cls._create_visit(cls.stranger, 9),
            "meeting": cls._create_visit(name="Meeting", user_id=cls.plain_user.id),
            "type_ours": ours,
            "type_shared": cls._create_type("Shared"),
            "type_foreign": foreign,
            "tech_ours": cls.bert,
            "tech_foreign": cls.stranger,
        }
        for name in ("anna", "bert", "foreign"):
            records[f"booking_{name}"] = records[f"visit_{name}"].booking_ids
        for name, kind in (("ours", ours), ("foreign", foreign)):
            entry = cls._create_waitlist_entry(kind)
            records.update({f"waitlist_{name}": entry, f"waitlist_offer_{name}": entry.offer_ids})
        records.update(cls._create_customer_records(records, ours, foreign))
        for name, technician in (("ours", cls.bert), ("foreign", cls.stranger)):
            cls._create_visit(
                technician, 9, is_blocking=False, not_blocking_reason="Passes by on the way"
            )
            cls.env.flush_all()
            records[f"conflict_{name}"] = cls.env["pylot.conflict"].search(
                [("resource_id", "=", technician.id)]
            )
        drafts = records["visit_draft"].with_user(cls.agent_user)
        dialog = drafts.env["pylot.assign"].browse(drafts.action_assign()["res_id"])
        many = drafts | records["visit_bert"].with_user(cls.agent_user)
        lines = drafts.env["pylot.assign"].browse(many.action_assign()["res_id"]).line_ids
        records.update(
            dialog_agent=dialog.sudo(),
            row_agent=dialog.candidate_ids[0].sudo(),
            line_agent=lines[0].sudo(),
            time_agent=dialog.time_ids[0].sudo(),
        )
        # now that somebody could be proposed
        cls._require_skill(ours | foreign)
        records.update(skill_ours=ours.skill_ids, skill_foreign=foreign.skill_ids)
        return records

    @classmethod
    def _create_customer_records(cls, records, ours, foreign):
        """:return: what customers have left behind, by name"""
        env = cls.env
        rate = {"country_id": env.ref("base.fr").id, "valid_from": "2026-01-01", "percent": 2.62}
        made = {
            "cancel_reason": env["pylot.cancel.reason"].create({"name": "Snow"}),
            "base_rate": env["pylot.base.rate"].create(rate),
            "calculator_mail": env["pylot.calculator.mail"].create(
                {"recipient": "x", "visitor": "y", "fingerprint": "z", "slug": "loan"}
            ),
        }
        for name, kind in (("ours", ours), ("foreign", foreign)):
            values = {"appointment_type_id": kind.id}
            made[f"window_{name}"] = env["pylot.appointment.window"].create(
                {**values, "hour_from": 8, "hour_to": 12}
            )
            made[f"question_{name}"] = env["pylot.appointment.question"].create(
                {**values, "name": "Where?"}
            )
            made[f"request_{name}"] = env["pylot.booking.request"].create(values)
            made[f"invitation_{name}"] = env["pylot.invitation"].create(
                {**values, "partner_id": cls.customer.id, "company_id": kind.company_id.id}
            )
        for name in ("anna", "bert", "foreign"):
            visit = records[f"visit_{name}"]
            made[f"answer_{name}"] = env["pylot.appointment.answer"].create(
                {"name": "Where?", "value": "There", "event_id": visit.id}
            )
        for name, visit in (("ours", "visit_bert"), ("foreign", "visit_foreign")):
            values = {"event_id": records[visit].id, "kind": "moved", "due_at": cls._at(9)}
            made[f"notice_{name}"] = env["pylot.visit.notice"].create(values)
        call = env["pylot.phone.booking"].with_user(cls.agent_user).create({})
        of_call = {"booking_id": call.id}
        partner = {"partner_id": cls.customer.id}
        question = {"question_id": made["question_ours"].id}
        time = {"key": "x", "start": cls._at(9)}
        agent = call.env
        made["call_agent"] = call.sudo()
        for name, values in (("candidate", partner), ("answer", question), ("time", time)):
            row = agent[f"pylot.phone.booking.{name}"].create({**of_call, **values})
            made[f"call_{name}_agent"] = row.sudo()
        complaint = agent["pylot.phone.complaint"].create({})
        row = agent["pylot.phone.complaint.candidate"].create({"call_id": complaint.id, **partner})
        made.update(
            complaint_call_agent=complaint.sudo(), complaint_call_candidate_agent=row.sudo()
        )
        made.update(cls._create_plans(records))
        made.update(cls._create_dunning_records())
        made["promise_call_agent"] = agent["pylot.promise"].create({"amount": 1}).sudo()
        return made

    @classmethod
    def _create_plans(cls, records):
        made = {}
        for name, visit in (("ours", "visit_bert"), ("foreign", "visit_foreign")):
            event = records[visit]
            plan = cls.env["pylot.plan"].create(
                {
                    "company_id": event.visit_company_id.id,
                    "date_from": cls.monday,
                    "date_to": cls.monday,
                }
            )
            made[f"plan_{name}"] = plan
            made[f"plan_line_{name}"] = cls.env["pylot.plan.line"].create(
                {"plan_id": plan.id, "event_id": event.id, "kind": "unchanged"}
            )
        return made

    @classmethod
    def _create_dunning_records(cls):
        """:return: what customers were told about overdue invoices, and what they promised"""
        made = {}
        for name, company in (("ours", cls.company), ("foreign", cls.other_company)):
            values = {
                "partner_id": cls.customer.id,
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "date": cls._at(9).date(),
            }
            dunning = cls.env["pylot.dunning"].create(
                {
                    **values,
                    "name": "D1",
                    "recipient_id": cls.customer.id,
                    "level_id": cls.env.ref(
                        "pylot_frontoffice.pylot_reminder_level_dunning_friendly"
                    ).id,
                    "line_ids": [Command.create({"name": "INV/1"})],
                }
            )
            made[f"dunning_{name}"] = dunning
            made[f"dunning_line_{name}"] = dunning.line_ids
            made[f"promise_{name}"] = cls.env["pylot.payment.promise"].create(
                {**values, "amount": 1}
            )
        return made

    @classmethod
    def _create_waitlist_entry(cls, kind):
        """:return: somebody who waits, and has been offered a time"""
        offer = {"offer_key": "x", "start": cls._at(9), "stop": cls._at(10)}
        return cls.env["pylot.waitlist"].create(
            {
                "appointment_type_id": kind.id,
                "contact_name": "Kim",
                "contact_email": "kim@example.com",
                "offer_ids": [Command.create(offer)],
            }
        )

    @classmethod
    def _require_skill(cls, kinds):
        skill_type = cls.env["hr.skill.type"].create(
            {
                "name": "Gas",
                "skill_ids": [Command.create({"name": "Gas heating"})],
                "skill_level_ids": [Command.create({"name": "Any", "level_progress": 50})],
            }
        )
        for kind in kinds:
            kind.skill_ids = [Command.create({"skill_id": skill_type.skill_ids.id})]

    def _as(self, role, record):
        user = getattr(self, f"{role}_user")
        companies = user.company_ids if role == "both" else user.company_id
        return record.with_user(user).with_context(allowed_company_ids=companies.ids).sudo(False)

    def check_matrix(self, matrix):
        """:param dict matrix: name of a record to what each of ``ROLES`` may do, in letters"""
        self.assertEqual(set(self.records), set(matrix))
        for name, row in matrix.items():
            record = self.records[name]
            self.assertEqual(len(record), 1, name)
            for role, allowed in zip(ROLES, row.split(), strict=True):
                seen = self._as(role, record)
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(record=name, role=role, operation=operation):
                        self.assertEqual(seen.has_access(operation), operation[0] in allowed)
                with self.subTest(record=name, role=role, operation="search"):
                    self._check_search(seen, "r" in allowed)

    def _check_search(self, record, is_visible):
        """Every way of looking for a record says the same."""
        if not record.browse().has_access("read"):
            self.assertFalse(is_visible)
            with self.assertRaises(AccessError):
                record.search([("id", "in", record.ids)])
            return
        domain = [("id", "in", record.ids)]
        self.assertEqual(record.search(domain), record if is_visible else record.browse())
        self.assertEqual(record.search_count(domain), int(is_visible))
        self.assertEqual(bool(record.name_search("", domain)), is_visible)
        [(count,)] = record._read_group(domain, [], ["__count"])
        self.assertEqual(count, int(is_visible))
        found = record.web_search_read(domain, {"display_name": {}})
        self.assertEqual(found["length"], int(is_visible))

    def get_our_models(self):
        models = self.env["ir.model"].search([("model", "=like", "pylot.%")])
        return {model.model for model in models if not self.env[model.model]._abstract}
