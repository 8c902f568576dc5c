import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("pylot_sell_tour", {
    steps: () => [
        {
            content: "Open the quotation",
            trigger: ".o_data_row:contains('Frieda Kunde') .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Sell the service",
            trigger: ".o_statusbar_buttons button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "The order is confirmed",
            trigger: ".o_arrow_button_current:contains('Sales Order')",
        },
    ],
});
