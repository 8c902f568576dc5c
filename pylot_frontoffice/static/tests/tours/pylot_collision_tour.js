import { registry } from "@web/core/registry";

const { DateTime } = luxon;
const PICKER_FORMAT = "h:mma";

/** The clock of the browser need not be that of the technician: four hours later is. */
const later = (index) => ({
    content: "Four hours later, where the technician is busy",
    trigger: `.o_datetime_picker .o_time_picker_input:eq(${index})`,
    async run({ edit }) {
        const time = DateTime.fromFormat(this.anchor.value.toUpperCase(), PICKER_FORMAT);
        await edit(time.plus({ hours: 4 }).toFormat(PICKER_FORMAT).toLowerCase());
    },
});

registry.category("web_tour.tours").add("pylot_collision_tour", {
    steps: () => [
        {
            content: "Rename the visit, to see that nothing typed is lost",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Burner and pump",
        },
        {
            content: "Open the times",
            trigger: ".o_field_widget[name=start] button:eq(0)",
            run: "click",
        },
        later(1),
        later(0),
        {
            content: "Take the time",
            trigger: ".o_datetime_picker button:contains('Apply')",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Who is busy, and with what",
            trigger:
                ".o_pylot_collision [role=alert]:contains('Anna'):contains('Leak in the cellar')",
        },
        {
            content: "Think again",
            trigger: ".o_pylot_back",
            run: "click",
        },
        {
            content: "The form is as it was typed",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=name] input:value('Burner and pump')",
        },
        {
            content: "Save once more",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Three free times, take the second",
            trigger: ".o_pylot_alternatives:has(button:eq(2)) button:eq(1):contains('3:00')",
            run: "click",
        },
        {
            content: "It is saved",
            trigger:
                "body:not(:has(.modal)) .o_form_saved, .o_form_status_indicator_buttons.invisible",
        },
    ],
});
