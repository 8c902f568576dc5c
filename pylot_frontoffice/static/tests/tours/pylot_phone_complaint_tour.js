import { registry } from "@web/core/registry";

/** A key as the keyboard sends it, where the focus is. */
function press(key) {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
}

/** Type where the focus is: nobody takes the hand from the keyboard. */
function typeInto(selector, text) {
    return {
        content: `Type “${text}”, the focus is there`,
        trigger: `.modal ${selector}:focus`,
        run: `edit ${text}`,
    };
}

const harmless = {
    content: "What strangers are called stays text",
    trigger: "body:not(:has(img[src='x'])):not(:has(.pylot-evil))",
    run() {
        if (window.pylotEvil) {
            throw new Error("a name was run");
        }
    },
};

registry.category("web_tour.tours").add("pylot_phone_complaint_tour", {
    steps: () => [
        typeInto("[name=search_text] input", "0511 12"),
        {
            content: "One customer has this number",
            trigger: ".modal .o_pylot_phone_candidates button:contains('Frieda')",
        },
        {
            content: "Enter takes the only one",
            trigger: ".modal [name=search_text] input",
            run: () => press("Enter"),
        },
        {
            content: "What is open is on top",
            trigger: ".modal [name=open_matters]:contains('Wartung')",
        },
        harmless,
        {
            content: "The visit it is about, by one click",
            trigger: ".modal .o_pylot_offers button[data-field=event_id]",
            run: "click",
        },
        {
            content: "It is chosen",
            trigger: ".modal .o_pylot_offers button.btn-primary[data-field=event_id]",
        },
        {
            content: "What is wrong",
            trigger: ".modal [name=subject] input",
            run: "edit The boiler is cold <b class='pylot-evil'>again</b>",
        },
        {
            content: "Enter saves",
            trigger: ".modal [name=subject] input",
            run: () => press("Enter"),
        },
        {
            content: "The number to read back",
            trigger: ".modal .o_pylot_phone_saved [name=read_back]:contains('C')",
        },
        {
            content: "The next call begins with Enter: the focus is there",
            trigger: ".modal footer button[name=action_next_call]:focus",
            run: "click",
        },
        typeInto("[name=search_text] input", "0511 12"),
        {
            trigger: ".modal .o_pylot_phone_candidates button:contains('Frieda')",
        },
        {
            trigger: ".modal [name=search_text] input",
            run: () => press("Enter"),
        },
        {
            content: "The same customer again: the complaint is shown before a second one is made",
            trigger: ".modal [name=similar_items] button:contains('boiler is cold')",
            run: "click",
        },
        {
            trigger: ".modal [name=similar_items] button[aria-pressed=true]",
        },
        {
            trigger: ".modal [name=subject] input",
            run: "edit Still cold",
        },
        {
            trigger: ".modal [name=subject] input",
            run: () => press("Enter"),
        },
        {
            trigger: ".modal .o_pylot_phone_saved [name=read_back]:contains('C')",
        },
        {
            content: "Have a look at it",
            trigger: ".modal footer button[name=action_open_complaint]",
            run: "click",
        },
        {
            content: "The form: both calls, and nothing of it is run",
            trigger: ".o_form_view .o-mail-Message:contains('Still cold')",
        },
        harmless,
        {
            content: "Take it",
            trigger:
                ".o_form_view header button[name=action_take], .o_statusbar_buttons button[name=action_take]",
            run: "click",
        },
        {
            content: "It is mine now",
            trigger: ".o_statusbar_buttons:not(:has([name=action_take])) button[name=action_reply]",
        },
        {
            content: "To the board",
            trigger: ".o_control_panel .o_breadcrumb, .o_main_navbar",
            run() {
                window.location = "/odoo/complaints";
            },
            expectUnloadPage: true,
        },
        {
            trigger: ".o_pylot_complaints .o_kanban_record:contains('boiler is cold')",
        },
        harmless,
    ],
});
