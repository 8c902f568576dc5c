from odoo import api, models


class PylotBoard(models.AbstractModel):
    """The rows of the board, and what they can be filtered by."""

    _inherit = "pylot.board"

    @api.model
    def _get_board_technicians(self):
        """:return: who has a row: everybody and everything that can be booked in the companies
        the user works in; for technicians only they themselves"""
        domain = [
            ("is_technician", "=", True),
            ("company_id", "in", [False, *self.env.companies.ids]),
        ]
        if not self._can_plan():
            domain.append(("user_id", "=", self.env.uid))
        # people first, then vans and tools
        return self.env["resource.resource"].search_fetch(
            domain,
            ["name", "resource_type", "service_zips", "user_id", "tz"],
            order="resource_type desc, name, id",
        )

    @api.model
    def _prepare_technicians(self, technicians):
        """:return: dict: ``technicians`` (table), ``skills`` and ``teams`` (id, name)"""
        skills, skill_ids = self._get_skills_sudo(technicians)
        teams, team_ids = self._get_teams(technicians)
        return {
            "technicians": {
                "columns": ["id", "name", "is_person", "zips", "skill_ids", "team_ids"],
                "rows": [
                    [
                        technician.id,
                        technician.name,
                        technician.resource_type == "user",
                        list(technician._get_service_prefixes()),
                        skill_ids.get(technician.id, []),
                        team_ids.get(technician.user_id.id, []),
                    ]
                    for technician in technicians
                ],
            },
            "skills": skills,
            "teams": teams,
        }

    def _get_skills_sudo(self, technicians):
        """What somebody can do is in the employee's file, which agents need not see otherwise.

        :return: list of (id, name), and dict of resource id to skill ids
        """
        if not self._can_plan():
            return [], {}
        held = (
            self.env["hr.employee.skill"]
            .sudo()
            ._read_group(
                [("employee_id.resource_id", "in", technicians.ids)],
                ["employee_id", "skill_id"],
            )
        )
        employees = self.env["hr.employee"].sudo().browse({employee.id for employee, _s in held})
        employees.fetch(["resource_id"])
        by_technician, names = {}, {}
        for employee, skill in held:
            by_technician.setdefault(employee.resource_id.id, []).append(skill.id)
            names[skill.id] = skill.name
        return sorted(names.items(), key=lambda pair: pair[1]), by_technician

    @api.model
    def _get_teams(self, technicians):
        """:return: list of (id, name) of the teams with a technician, and dict of user id to team
        ids"""
        users = technicians.user_id
        if not self._can_plan() or not users:
            return [], {}
        teams = self.env["pylot.team"].search_fetch(
            [("member_ids", "in", users.ids)], ["name", "member_ids"]
        )
        by_user = {}
        for team in teams:
            for user in team.member_ids & users:
                by_user.setdefault(user.id, []).append(team.id)
        return [(team.id, team.name) for team in teams], by_user
