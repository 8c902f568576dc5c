import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Which days, whose rows, what is looked for. */
export class BoardToolbar extends Component {
    static template = "pylot_frontoffice.BoardToolbar";
    static props = {
        state: Object,
        board: Object,
        areas: Array,
        label: String,
        isSmall: Boolean,
        go: Function,
        show: Function,
        filter: Function,
        toggle: Function,
        openList: Function,
        openPlan: Function,
        print: Function,
    };

    get spans() {
        return [
            { days: 1, label: _t("Day") },
            { days: 3, label: _t("3 days") },
            { days: 7, label: _t("Week") },
        ];
    }

    get hasFilters() {
        const { search, teamId, skillId, area } = this.props.state;
        return Boolean(search || teamId || skillId || area);
    }

    onSearch(ev) {
        this.props.filter({ search: ev.target.value.trim() });
    }

    onNumber(name, ev) {
        this.props.filter({ [name]: Number(ev.target.value) });
    }

    clear() {
        this.props.filter({ search: "", teamId: 0, skillId: 0, area: "" });
    }
}
