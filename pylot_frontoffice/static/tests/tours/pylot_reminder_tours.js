import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;

registry.category("web_tour.tours").add("pylot_try_out_tour", {
    steps: () => [
        {
            content: "The rule",
            trigger: ".o_data_row td[name=name]:contains(Parcels on the way)",
            run: "click",
            timeout: PATIENCE,
        },
        {
            content: "It is off",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Off)",
        },
        {
            content: "Who would get what",
            trigger: "button[name=action_dry_run]",
            run: "click",
        },
        {
            content: "One would be sent",
            trigger: ".o_form_view [name=summary]:contains('Would be sent: 1. Not sent: 1.')",
        },
        {
            content: "The other one would not, and one reads why",
            trigger:
                ".o_data_row:has(td[name=document_name]:contains(Bath)) td[name=reason]:contains(It is held.)",
        },
        {
            content: "The text",
            trigger:
                ".o_data_row:has(td[name=document_name]:contains(Tap)) button[name=action_preview]",
            run: "click",
        },
        {
            trigger: ".modal .o_pylot_previews .o_kanban_record:contains(Tap arrives)",
        },
        {
            content: "Back to the list",
            trigger: ".modal:has(.o_pylot_previews) footer button[special=cancel]",
            run: "click",
        },
        {
            content: "Good: on",
            trigger: "body:not(:has(.modal)) button[name=action_switch_on]",
            run: "click",
        },
        {
            content: "What is coming now",
            trigger:
                ".o_list_view .o_data_row:has(td[name=document_name]:contains(Tap)) td[name=state]:contains(Planned)",
        },
    ],
});

registry.category("web_tour.tours").add("pylot_take_back_tour", {
    steps: () => [
        {
            content: "It goes out in a moment",
            trigger:
                ".o_data_row:has(td[name=document_name]:contains(Tap)) button.btn-warning[name=action_take_back]",
            run: "click",
            timeout: PATIENCE,
        },
        {
            content: "It does not",
            trigger: ".o_list_view:not(:has(.o_data_row)), .o_view_nocontent",
        },
    ],
});

registry.category("web_tour.tours").add("pylot_retry_tour", {
    steps: () => [
        {
            content: "What went wrong, and why",
            trigger: ".o_data_row:contains(No such domain) td[name=document_name]",
            run: "click",
            timeout: PATIENCE,
        },
        {
            content: "The customer",
            trigger: ".o_form_view [name=partner_id] a",
            run: "click",
        },
        {
            content: "The address is put right",
            trigger: ".o_form_view .o_field_widget[name=email] input",
            run: "edit frieda@example.com",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        {
            content: "Back to the message",
            trigger: ".o_breadcrumb a:last, .breadcrumb .o_back_button a",
            run: "click",
        },
        {
            content: "Once more",
            trigger: "button[name=action_retry]",
            run: "click",
        },
        {
            content: "It is on its way",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Planned)",
        },
    ],
});
