import { Component, onMounted, onPatched, onWillUnmount } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PERIOD = 2000;

/** How far a plan is. While it is computed, looks every two seconds, and shows the whole form anew
 * when it is done. */
export class PlanProgressField extends Component {
    static template = "pylot_frontoffice.PlanProgressField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        onMounted(() => this.follow());
        onPatched(() => this.follow());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get isWaiting() {
        return ["queued", "running"].includes(this.props.record.data.state);
    }

    get percent() {
        return this.props.record.data[this.props.name] || 0;
    }

    get text() {
        return this.props.record.data.state === "queued"
            ? _t("Waiting for the server to begin…")
            : _t("Planning… %s %", this.percent);
    }

    follow() {
        clearTimeout(this.timer);
        if (this.isWaiting && this.props.record.resId) {
            this.timer = setTimeout(() => this.look(), PERIOD);
        }
    }

    async look() {
        const { record, name } = this.props;
        const [now] = await this.orm.silent.read(record.resModel, [record.resId], ["state", name]);
        if (now && (now.state !== record.data.state || now[name] !== this.percent)) {
            await record.load();
        }
        this.follow();
    }
}

registry.category("fields").add("pylot_plan_progress", {
    component: PlanProgressField,
    displayName: _t("Progress of a Plan"),
    supportedTypes: ["integer"],
    fieldDependencies: [{ name: "state", type: "selection" }],
});
