import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("pylot_sick_call_tour", {
    steps: () => [
        {
            content: "Anna calls: open her",
            trigger: ".o_data_row:contains('Anna') .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "She is absent",
            trigger: "button[name=action_replan]",
            run: "click",
        },
        {
            content: "It is about her, and about whole days",
            trigger: ".o_pylot_replan .o_field_widget[name=technician_id] input:value(Anna)",
        },
        {
            content: "Ask who can come instead",
            trigger: "button[name=action_propose]:contains('Propose')",
            run: "click",
        },
        {
            content: "One goes back to the tray, whose customer is told; two stay as promised",
            trigger:
                ".o_pylot_replan [name=summary]:contains('planned anew: 2'):contains('tray: 1'):contains('told: 1')",
        },
        {
            content: "Bert is busy at nine, so Carla comes",
            trigger: ".o_kanban_record:contains('At Ada'):contains('Carla')",
        },
        {
            content: "Nobody is free at three, and it says why",
            trigger: ".o_kanban_record:contains('At Cleo'):contains('Bert')",
        },
        {
            content: "Apply it",
            trigger: "button[name=action_apply]",
            run: "click",
        },
        {
            content: "It is done, and cannot be done again",
            trigger:
                ".o_form_view:not(:has(button[name=action_apply])) [name=summary]:contains('planned anew: 2')",
        },
    ],
});
