import { Component, xml } from "@odoo/owl";
import { LazyComponent } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** The dispatch board is loaded when somebody opens it, not with every page of the office. */
export class BoardAction extends Component {
    static template = xml`
        <LazyComponent bundle="'pylot_frontoffice.assets_board'" Component="'pylot_board'"
                       props="props" />`;
    static components = { LazyComponent };
    static props = { ...standardActionServiceProps };
}

registry.category("actions").add("pylot_board", BoardAction);
