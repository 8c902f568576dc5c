import { registry } from "@web/core/registry";

const fitsTheScreen = (content, trigger) => ({
    content: `${content}, without scrolling sideways`,
    trigger,
    run() {
        const { scrollWidth } = document.documentElement;
        if (scrollWidth > window.innerWidth) {
            throw new Error(`${scrollWidth} pixels on a screen of ${window.innerWidth}`);
        }
    },
});

registry.category("web_tour.tours").add("pylot_phone_tour", {
    steps: () => [
        {
            content: "Look behind today",
            trigger: ".o_control_panel button:has(.fa-search)",
            run: "click",
        },
        {
            content: "Every day",
            trigger: ".o_facet_remove",
            run: "click",
        },
        fitsTheScreen("My visits", ".o_pylot_day .o_kanban_record:contains('Burner change')"),
        {
            content: "Open the visit",
            trigger: ".o_pylot_day .o_kanban_record span:contains('Burner change')",
            run: "click",
        },
        fitsTheScreen("The visit", ".o_form_view .o_statusbar_buttons"),
        {
            content: "More than the next step",
            trigger: ".o_statusbar_buttons .dropdown-toggle, .o_statusbar_buttons .o-dropdown",
            run: "click",
        },
        {
            content: "Start",
            trigger: "button[name=action_start_visit]:visible",
            run: "click",
        },
        {
            content: "Finish",
            trigger: ".o_statusbar_buttons button[name=action_finish_visit]",
            run: "click",
        },
        {
            content: "The visit is done",
            trigger: ".o_statusbar_status button:visible:contains('Done')",
        },
    ],
});
