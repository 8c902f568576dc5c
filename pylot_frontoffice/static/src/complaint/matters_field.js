import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const TITLES = {
    open: _t("Also open:"),
    similar: _t("Perhaps the same as:"),
    again: _t("Does the customer call again about one of these?"),
};

/**
 * Other things that are open with a customer, as rows of links. With the option `choose` a click
 * puts the row into that field instead, and a second click takes it out again.
 */
export class MattersField extends Component {
    static template = "pylot_frontoffice.MattersField";
    static props = {
        ...standardFieldProps,
        choose: { type: String, optional: true },
        title: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
    }

    get matters() {
        return this.props.record.data[this.props.name] || [];
    }

    get title() {
        return TITLES[this.props.title]?.toString();
    }

    getHref({ model, id }) {
        return `/odoo/${encodeURIComponent(model)}/${Number(id)}`;
    }

    isChosen({ id }) {
        const { choose, record } = this.props;
        return Boolean(choose) && record.data[choose]?.id === id;
    }

    async onClick(ev, matter) {
        const { choose, record } = this.props;
        if (choose) {
            const value = { id: matter.id, display_name: matter.label };
            return record.update({ [choose]: this.isChosen(matter) ? false : value });
        }
        // in a dialog, and with the keys of a new tab, the link does it: nothing typed is lost
        if (this.env.inDialog || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        const views = [[false, "form"]];
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: matter.model,
            res_id: matter.id,
            views,
        });
    }
}

registry.category("fields").add("pylot_matters", {
    component: MattersField,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ choose: options.choose, title: options.title }),
});
