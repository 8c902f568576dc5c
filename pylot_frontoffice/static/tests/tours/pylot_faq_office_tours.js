import { registry } from "@web/core/registry";

// Milliseconds for the first page of a server that has just started.
const PATIENCE = 60000;

/** A button on top of the form; on a small screen all but the first are behind another one. */
function press(content, button) {
    return [
        {
            content,
            isActive: ["mobile"],
            trigger: "body:not(:has(.modal)) .o_form_view .o_statusbar_buttons button",
            run: () => {
                if (!document.querySelector(`.o_statusbar_buttons ${button.split(":")[0]}`)) {
                    document.querySelector(".o_statusbar_buttons .oi-ellipsis-v").click();
                }
            },
            timeout: PATIENCE,
        },
        {
            content,
            trigger: `.o_statusbar_buttons ${button}, .o_bottom_sheet ${button}, .o-dropdown--menu ${button}`,
            run: "click",
            timeout: PATIENCE,
        },
    ];
}

registry.category("web_tour.tours").add("pylot_faq_publish_tour", {
    steps: () => [
        ...press(
            "The solved complaint becomes an answer",
            "button[name=action_make_faq]:contains(FAQ-Antwort daraus machen)",
        ),
        {
            content: "The draft has the question",
            trigger: ".o_form_view [name=to_check]:visible",
        },
        ...press(
            "It is not published unread",
            "button[name=action_publish]:contains(Veröffentlichen)",
        ),
        {
            trigger: ".modal .modal-body:contains('Dichtung')",
        },
        {
            trigger: ".modal footer button:first",
            run: "click",
        },
        {
            content: "A better question",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=question] input",
            run: "edit Warum tropft mein Wasserhahn?",
        },
        {
            content: "Read, and nothing of the customer is left",
            trigger: ".o_field_widget[name=is_checked] input",
            run: "click",
        },
        ...press("Now it can be", "button[name=action_publish]"),
        {
            content: "Customers can read it now",
            isActive: ["desktop"],
            trigger: ".o_statusbar_buttons button[name=action_unpublish]",
        },
        {
            content: "Customers can read it now",
            isActive: ["mobile"],
            trigger: ".o_statusbar_status:contains(Veröffentlicht)",
        },
    ],
});

registry.category("web_tour.tours").add("pylot_faq_insert_tour", {
    steps: () => [
        {
            content: "Answer the customer",
            trigger: ".o_statusbar_buttons button[name=action_reply]",
            run: "click",
            timeout: PATIENCE,
        },
        {
            trigger: ".modal .odoo-editor-editable",
            run: "editor Guten Tag,",
        },
        {
            content: "With what is written down already",
            trigger: ".modal footer button[name=action_insert_faq]",
            run: "click",
        },
        {
            content: "The subject has found it",
            trigger:
                ".modal .o_data_row:contains('Warum tropft mein Hahn?') button[name=action_insert]",
            run: "click",
        },
        {
            content: "It stands below what was written",
            trigger: ".modal .odoo-editor-editable:contains('Guten Tag'):contains('Dichtung')",
        },
        {
            trigger: ".modal footer button.o_mail_send:visible",
            run: "click",
        },
        {
            content: "The customer has got it",
            trigger: "body:not(:has(.modal)) .o-mail-Message:contains('Dichtung')",
        },
    ],
});
