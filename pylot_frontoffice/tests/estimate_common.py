"""Price estimates to try."""

from odoo.fields import Command


class EstimateRecords:
    """Mixed into cases with the small business."""

    @classmethod
    def _create_estimate(cls, **values):
        """:return: a price by area, walls and a yes-or-no question; published"""
        return cls.env["pylot.estimate"].create(
            {
                "name": "Painting",
                "formula": "max(100, area * 5 * walls) + if(ceiling = 1, 20, 0)",
                "spread": 10,
                "rounding": 10,
                "vat_note": "incl. VAT",
                "is_published": True,
                "ends_in": "quotation",
                "input_ids": cls._prepare_inputs(),
                **values,
            }
        )

    @classmethod
    def _prepare_inputs(cls):
        choices = [("Smooth", 1), ("Wallpaper", 1.5)]
        return [
            Command.create(
                {
                    "name": "How large is it?",
                    "code": "area",
                    "unit": "m²",
                    "minimum": 1,
                    "maximum": 2000,
                    "decimals": 1,
                    "start_value": 20,
                }
            ),
            Command.create(
                {
                    "name": "What do the walls look like?",
                    "code": "walls",
                    "kind": "choice",
                    "choice_ids": [
                        Command.create({"name": name, "value": value}) for name, value in choices
                    ],
                }
            ),
            Command.create(
                {"name": "The ceiling, too?", "code": "ceiling", "kind": "yesno", "start_value": 1}
            ),
        ]

    @classmethod
    def _get_path(cls, estimate):
        return f"/calculators/estimate/{estimate.id}"

    @classmethod
    def _get_query(cls, estimate, **typed):
        """:return: dict of what a browser sends: 40 m², the second choice, no"""
        choice = estimate.input_ids.choice_ids[-1:]
        return {"i_area": "40", "i_walls": str(choice.id), "i_ceiling": "no", **typed}
