import { Component, useState } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { Dialog } from "@web/core/dialog/dialog";

/** A customer who has been told of a visit hears of a change, unless somebody says otherwise. */
export class InformDialog extends Component {
    static template = "pylot_frontoffice.BoardInformDialog";
    static components = { CheckBox, Dialog };
    static props = {
        title: String,
        customer: String,
        before: String,
        after: { type: String, optional: true },
        warning: { type: String, optional: true },
        confirm: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ inform: true });
    }

    onConfirm() {
        this.props.confirm(this.state.inform);
        this.props.close();
    }
}

/**
 * @returns {Promise<{ inform: boolean }|null>} null: nothing shall be changed
 */
export function askToInform(dialog, props) {
    return new Promise((resolve) => {
        const confirm = (inform) => resolve({ inform });
        dialog.add(InformDialog, { ...props, confirm }, { onClose: () => resolve(null) });
    });
}
