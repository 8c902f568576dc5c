import { registry } from "@web/core/registry";

// Milliseconds for the first booking of a server that has just started.
const PATIENCE = 60000;

/** On a small screen the choices open in a dialog of their own. */
function chooseType() {
    return [
        {
            content: "What for",
            isActive: ["desktop"],
            trigger: ".modal .o_pylot_phone [name=appointment_type_id] input",
            run: "edit Wartung",
        },
        {
            isActive: ["desktop"],
            trigger: ".o-autocomplete--dropdown-item:contains('Wartung')",
            run: "click",
        },
        {
            content: "What for",
            isActive: ["mobile"],
            trigger: ".modal .o_pylot_phone [name=appointment_type_id] input",
            run: "click",
        },
        {
            isActive: ["mobile"],
            trigger:
                ".modal .o_kanban_record:contains('Wartung'), .modal .o_data_row:contains('Wartung')",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("pylot_phone_booking_tour", {
    steps: () => [
        {
            content: "The caller says a name: it is typed at once, the focus is there",
            trigger: ".modal .o_pylot_phone [name=search_text] input",
            run: "edit frieda lange",
        },
        {
            content: "Two words leave one of two namesakes",
            trigger:
                ".modal .o_pylot_phone_candidates:not(:contains('Hannover')) button:contains('Lange Laube 3')",
            run: "click",
        },
        {
            content: "Who it is can be read back",
            trigger: ".modal .o_pylot_phone_customer:contains('Lange Laube 3')",
        },
        ...chooseType(),
        {
            content: "The question of the type is asked",
            trigger: ".modal .o_pylot_phone_answers .o_data_row:contains('Kessel')",
        },
        {
            content: "Five times are offered",
            trigger: ".modal .o_pylot_phone_times:has(.o_kanban_record:nth-child(5) button)",
        },
        {
            content: "Rather later",
            trigger: ".modal .o_pylot_phone button[name=action_later]",
            run: "click",
        },
        {
            content: "They are there",
            trigger: ".modal .o_pylot_phone button[name=action_later]:not([disabled])",
            timeout: PATIENCE,
        },
        {
            content: "Type something for the technician",
            trigger: ".modal .o_pylot_phone [name=note] textarea",
            run: "edit Klingel defekt",
        },
        {
            content: "One click books",
            trigger: ".modal .o_pylot_phone_times .o_kanban_record:eq(1) button[name=action_book]",
            run: "click",
        },
        {
            content: "What the agent reads to the caller",
            timeout: PATIENCE,
            trigger: ".modal .o_pylot_phone_booked [name=read_back]:contains('Lange Laube 3')",
        },
        {
            content: "The next call",
            trigger: ".modal footer button[name=action_next_call]:visible",
            run: "click",
        },
        {
            content: "Nobody of that name",
            trigger: ".modal .o_pylot_phone [name=search_text] input",
            run: "edit 0511 777888",
        },
        {
            trigger: ".modal .o_pylot_phone [name=nobody]",
        },
        {
            content: "A new customer: what was typed is the beginning",
            trigger: ".modal .o_pylot_phone button[name=action_new_customer]",
            run: "click",
        },
        {
            trigger: ".modal .o_pylot_phone [name=phone] input:value('0511 777888')",
        },
        {
            trigger: ".modal .o_pylot_phone div[name=name] input",
            run: "edit Otto Neu",
        },
        ...chooseType(),
        {
            trigger: ".modal .o_pylot_phone_times .o_kanban_record:eq(0) button[name=action_book]",
            run: "click",
        },
        {
            trigger: ".modal .o_pylot_phone_booked:visible [name=read_back]",
            timeout: PATIENCE,
        },
        {
            trigger: ".modal footer button[special=cancel]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
