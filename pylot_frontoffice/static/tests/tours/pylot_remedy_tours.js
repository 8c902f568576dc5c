import { registry } from "@web/core/registry";

// Milliseconds for the first credit note of a server that has just started.
const PATIENCE = 60000;

const openRemedies = {
    content: "What is done for the customer",
    trigger: ".o_notebook a[name=remedies]",
    run: "click",
};

registry.category("web_tour.tours").add("pylot_refund_ask_tour", {
    steps: () => [
        openRemedies,
        {
            content: "Money back",
            trigger: "button[name=action_add_refund]",
            run: "click",
        },
        {
            content: "The item of the invoice is there; all of it",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row td[name=quantity]",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row [name=quantity] input",
            run: "edit 1",
        },
        {
            content: "Ask",
            trigger: ".modal footer button[name=action_do]",
            run: "click",
        },
        {
            content: "It waits for somebody else",
            trigger: "body:not(:has(.modal)) [name=action_ids] .o_data_row .text-bg-warning",
            timeout: PATIENCE,
        },
        {
            content: "Who asked is not offered to approve",
            trigger: "[name=action_ids] .o_data_row button[name=action_open]",
            run: "click",
        },
        {
            trigger: ".modal:not(:has(button[name=action_approve])) [name=approval]",
        },
        {
            trigger: ".modal footer button[special=save]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

registry.category("web_tour.tours").add("pylot_refund_approve_tour", {
    steps: () => [
        openRemedies,
        {
            content: "What waits",
            trigger: "[name=action_ids] .o_data_row button[name=action_open]",
            run: "click",
        },
        {
            content: "Four eyes have seen it",
            trigger: ".modal footer button[name=action_approve]",
            run: "click",
        },
        {
            content: "The money is on its way",
            trigger: "body:not(:has(.modal)) [name=action_ids] .o_data_row .text-bg-success",
            timeout: PATIENCE,
        },
    ],
});

registry.category("web_tour.tours").add("pylot_repair_tour", {
    steps: () => [
        openRemedies,
        {
            content: "Somebody comes again",
            trigger: "button[name=action_add_repair]",
            run: "click",
        },
        {
            content: "The next free times, at once",
            trigger: ".modal .o_pylot_phone_times .o_kanban_record:eq(1) button[name=action_book]",
            run: "click",
            timeout: PATIENCE,
        },
        {
            content: "Booked",
            trigger: ".modal .o_pylot_phone_booked:visible [name=read_back]",
            timeout: PATIENCE,
        },
        {
            trigger: ".modal footer button[special=cancel]",
            run: "click",
        },
        {
            content: "The complaint knows of the visit",
            trigger: "body:not(:has(.modal)) button[name=action_view_repairs]",
        },
    ],
});
