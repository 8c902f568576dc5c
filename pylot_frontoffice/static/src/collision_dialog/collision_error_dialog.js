import { Component, xml } from "@odoo/owl";
import { standardErrorDialogProps } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

import { COLLISION_ERROR, getCollision } from "./collision";
import { CollisionDialog } from "./collision_dialog";

/**
 * The answer wherever nobody asked for it: a list, a card, a drag in the calendar. The refused
 * change is repeated at the chosen time, as far as it concerns the visit that collided.
 */
export class CollisionErrorDialog extends Component {
    static template = xml`<CollisionDialog t-props="dialogProps" />`;
    static components = { CollisionDialog };
    static props = { ...standardErrorDialogProps };

    get dialogProps() {
        const collision = getCollision(this.props);
        const props = { collision, close: this.props.close };
        if (collision.event_id) {
            props.onChoose = (alternative) => this.takeAlternative(collision, alternative);
        }
        return props;
    }

    /** Works on when the dialog is closed: the services of the environment, not hooks. */
    async takeAlternative(collision, { start, stop }) {
        const { action, orm } = this.env.services;
        const ids = [collision.event_id];
        const changes = await this.getRefusedChanges(orm, ids, collision.values);
        await orm.write("calendar.event", ids, { ...changes, start, stop });
        await action.doAction("soft_reload");
    }

    /** Only what differs: who may move a visit may not necessarily give it to somebody else. */
    async getRefusedChanges(orm, ids, values) {
        const names = Object.keys(values);
        if (!names.length) {
            return {};
        }
        const [current] = await orm.webRead("calendar.event", ids, {
            specification: Object.fromEntries(names.map((name) => [name, {}])),
        });
        const differs = (name) => JSON.stringify(current[name]) !== JSON.stringify(values[name]);
        return Object.fromEntries(names.filter(differs).map((name) => [name, values[name]]));
    }
}

registry.category("error_dialogs").add(COLLISION_ERROR, CollisionErrorDialog);
