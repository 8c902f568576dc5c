import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("pylot_assign_tour", {
    steps: () => [
        {
            content: "Open the proposals for the visit that waits",
            trigger: ".o_kanban_record:contains('Frieda Kunde') [name=action_assign]",
            run: "click",
        },
        {
            content: "The free times are offered, the proposed one is marked",
            trigger: ".modal .o_pylot_times button.btn-primary[name=action_choose]",
        },
        {
            content: "The best technician comes first, with reasons",
            trigger:
                ".modal .o_pylot_candidates .o_kanban_record:eq(0):contains('Bert'):contains('preferred')",
        },
        {
            content: "Take another time: the technicians are ranked again",
            trigger: ".modal .o_pylot_times button[name=action_choose]:eq(1)",
            run: "click",
        },
        {
            content: "It is marked now",
            trigger: ".modal .o_pylot_times .o_kanban_record:eq(1) button.btn-primary",
        },
        {
            content: "Assign the proposed technician",
            trigger:
                ".modal .o_pylot_candidates .o_kanban_record:contains('Bert') button[name=action_assign]",
            run: "click",
        },
        {
            content: "Nothing is left to plan",
            trigger: "body:not(:has(.modal)) .o_view_nocontent:contains('Everything is planned')",
        },
    ],
});
