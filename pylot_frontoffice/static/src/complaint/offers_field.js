import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const CHOSEN = ["sale_order_id", "move_id", "event_id", "product_id"];

/**
 * What the customer has had lately, one click each: it goes into the field it belongs to. With the
 * option `chosen`, what is chosen is shown as well, and can be taken out again.
 */
export class OffersField extends Component {
    static template = "pylot_frontoffice.OffersField";
    static props = {
        ...standardFieldProps,
        showChosen: { type: Boolean, optional: true },
    };

    get kinds() {
        return this.props.record.data[this.props.name] || [];
    }

    get chosen() {
        if (!this.props.showChosen) {
            return [];
        }
        const { data } = this.props.record;
        return CHOSEN.filter((field) => data[field]).map((field) => ({
            field,
            label: data[field].display_name,
        }));
    }

    get removeTitle() {
        return _t("Not this one");
    }

    choose(field, item) {
        return this.props.record.update({ [field]: { id: item.id, display_name: item.label } });
    }

    remove(field) {
        return this.props.record.update({ [field]: false });
    }
}

registry.category("fields").add("pylot_offers", {
    component: OffersField,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ showChosen: Boolean(options.chosen) }),
});
