import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/**
 * Says who is busy with what, and offers the next free times, one click each. Without `onChoose`
 * there is nothing to write a time to: then the times are told as text.
 */
export class CollisionDialog extends Component {
    static template = "pylot_frontoffice.CollisionDialog";
    static components = { Dialog };
    static props = {
        collision: Object,
        onChoose: { type: Function, optional: true },
        onDiscard: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.isAnswered = false;
    }

    get title() {
        const { technician } = this.props.collision;
        return technician ? _t("%s is busy", technician) : _t("This time is taken");
    }

    get alternatives() {
        return this.props.onChoose ? this.props.collision.alternatives : [];
    }

    get message() {
        const { message } = this.props.collision;
        // after the first line come the free times, which are buttons here
        return this.alternatives.length ? message.split("\n", 1)[0] : message;
    }

    choose(alternative) {
        this.answer(() => this.props.onChoose(alternative));
    }

    discard() {
        this.answer(() => this.props.onDiscard());
    }

    /** A double click is one answer. */
    answer(callback) {
        if (!this.isAnswered) {
            this.isAnswered = true;
            callback();
            this.props.close();
        }
    }
}

/**
 * @param {Object} dialog the dialog service
 * @param {import("./collision").Collision} collision
 * @param {Object} [options]
 * @param {boolean} [options.canChoose=true] whether there is something to write a time to
 * @param {boolean} [options.canDiscard=false] offer to give the changes up as well
 * @returns {Promise<{ alternative?: import("./collision").Alternative, discard?: boolean }>}
 *  what the user decided; empty for "Back"
 */
export function askForAlternative(dialog, collision, { canChoose = true, canDiscard } = {}) {
    return new Promise((resolve) => {
        const props = { collision };
        if (canChoose) {
            props.onChoose = (alternative) => resolve({ alternative });
        }
        if (canDiscard) {
            props.onDiscard = () => resolve({ discard: true });
        }
        dialog.add(CollisionDialog, props, { onClose: () => resolve({}) });
    });
}
