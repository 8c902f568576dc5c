import {
    Component,
    onWillDestroy,
    onWillStart,
    reactive,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { usePopover } from "@web/core/popover/popover_hook";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { BoardAgenda } from "./agenda/board_agenda";
import { BoardActs } from "./board_acts";
import { canMove } from "./board_data";
import { BoardModel } from "./board_model";
import { MoveDialog } from "./dialogs/move_dialog";
import { VisitPopover } from "./dialogs/visit_popover";
import { useMoving } from "./drag/moving";
import { showPromise } from "./drag/promise_band";
import { filterTechnicians, filterTray, getAreas } from "./filters";
import { BoardHeader } from "./header/board_header";
import { RowCache } from "./row/row_data";
import { BoardRow } from "./row/board_row";
import { Timeline, getEmptyWeekends, getHours } from "./timeline";
import { BoardToolbar } from "./toolbar/board_toolbar";
import { BoardTray } from "./tray/board_tray";
import { formatDay } from "./wording";

const { DateTime } = luxon;

const SPAN_KEY = "pylot_board.days";
const DEFAULT_DAYS = 1;

export class Board extends Component {
    static template = "pylot_frontoffice.Board";
    static components = {
        BoardAgenda,
        BoardHeader,
        BoardRow,
        BoardToolbar,
        BoardTray,
        ControlPanel,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.ui = useState(useService("ui"));
        this.root = useRef("root");
        this.live = useRef("live");
        this.cache = new RowCache();
        this.candidates = reactive({ technicians: null });
        this.model = new BoardModel({ orm: this.orm, busService: useService("bus_service") });
        this.acts = new BoardActs({
            model: this.model,
            dialog: this.dialog,
            notification: useService("notification"),
        });
        this.state = useState({
            version: 0,
            first: false,
            days: Number(browser.localStorage.getItem(SPAN_KEY)) || DEFAULT_DAYS,
            search: "",
            teamId: 0,
            skillId: 0,
            area: "",
            wholeDay: false,
            hasTray: true,
            technicianId: 0,
            ...this.props.action.context?.pylot_board,
            ...this.props.state?.board,
        });
        this.popover = usePopover(VisitPopover, {
            position: "right",
            popoverClass: "o_pylot_popover",
        });
        this.model.addEventListener("update", () => this.state.version++);
        this.moving = useMoving(this);
        useSetupAction({ getLocalState: () => ({ board: { ...this.state } }) });
        this.env.config.setDisplayName?.(_t("Board"));
        onWillStart(() => this.load());
        onWillDestroy(() => this.model.destroy());
        useEffect(
            () => {
                this.load();
            },
            () => [this.ui.isSmall],
        );
    }

    // === WHAT IS SHOWN ===

    /** A phone shows one day. */
    get days() {
        return this.ui.isSmall ? 1 : this.state.days;
    }

    async load() {
        if (
            this.model.board &&
            this.model.days === this.days &&
            this.model.first === this.state.first
        ) {
            return;
        }
        await this.model.load(this.state.first, this.days);
        this.state.first = this.model.first;
    }

    get board() {
        return this.model.board;
    }

    get grid() {
        return this.root.el.querySelector(".o_pylot_grid");
    }

    get canPlan() {
        return this.board.can_plan;
    }

    get technicians() {
        return filterTechnicians(this.board, this.state);
    }

    get tray() {
        return filterTray(this.board, this.state);
    }

    get areas() {
        return this.canPlan ? getAreas(this.board) : [];
    }

    get timeline() {
        const { board } = this;
        const { days: bounds, zone } = board;
        const visits = [...board.visits.values()];
        const spans = [
            ...visits.map(({ start, stop }) => [start, stop]),
            ...Object.values(board.times).flatMap(({ work }) => work || []),
        ];
        const skipped = this.days > 1 ? getEmptyWeekends(bounds, zone, spans) : [];
        const hours = this.state.wholeDay ? undefined : getHours(bounds, spans, zone);
        const timeline = new Timeline({ bounds, zone, skipped, hours });
        // the same object as long as it says the same: rows compare it
        if (timeline.key !== this.lastTimeline?.key) {
            this.lastTimeline = timeline;
        }
        return this.lastTimeline;
    }

    get rows() {
        const { board, timeline, canPlan } = this;
        const { search } = this.state;
        const byTechnician = new Map();
        for (const visit of board.visits.values()) {
            for (const id of visit.technicianIds) {
                byTechnician.set(id, [...(byTechnician.get(id) || []), visit]);
            }
        }
        return this.technicians.map((technician) =>
            this.cache.get(technician, byTechnician.get(technician.id) || [], {
                board,
                timeline,
                search,
                canPlan,
            }),
        );
    }

    get now() {
        const { timeline } = this;
        const place = timeline.place(this.board.now - 1, this.board.now);
        return place && `--now:${place.left / 100}`;
    }

    get label() {
        const { days, zone } = this.board;
        const first = formatDay(days[0], zone);
        return days.length > 2 ? `${first} – ${formatDay(days.at(-1) - 1, zone)}` : first;
    }

    // === WHAT THE TOOLBAR DOES ===

    show(values) {
        Object.assign(this.state, values);
        if (values.days) {
            browser.localStorage.setItem(SPAN_KEY, values.days);
        }
        this.popover.close();
        return this.load();
    }

    /** @param {number} direction 0: today */
    go(direction) {
        if (!direction) {
            return this.show({ first: this.model.today });
        }
        const first = DateTime.fromISO(this.state.first).plus({ days: direction * this.days });
        return this.show({ first: first.toISODate() });
    }

    filter(values) {
        Object.assign(this.state, values);
    }

    toggle(name) {
        this.state[name] = !this.state[name];
    }

    openDay(first) {
        return this.show({ first, days: 1 });
    }

    async openList() {
        const params = [this.state.first, this.days];
        this.action.doAction(await this.orm.call("pylot.board", "get_list_action", params));
    }

    async openPlan() {
        const params = [this.state.first, this.days];
        this.action.doAction(await this.orm.call("pylot.board", "get_plan_action", params));
    }

    print() {
        browser.print();
    }

    // === WHAT CAN BE DONE WITH A VISIT ===

    /** A click on a bar or a card, by mouse or by Enter. */
    onClick(ev) {
        const element = ev.target.closest("[data-visit-id]");
        const visit = element && this.model.getVisit(Number(element.dataset.visitId));
        if (visit && !this.moving.isMoving) {
            const fromId = Number(element.dataset.technicianId) || undefined;
            this.popover.open(element, {
                visit,
                board: this.board,
                canPlan: this.canPlan,
                open: () => this.openVisit(visit),
                move: () => this.askToMove(visit, fromId),
                unplan: () => this.acts.unplan(visit),
                mark: () => showPromise(this.grid, this.timeline, visit),
            });
        }
    }

    canTake(visit) {
        return this.canPlan && Boolean(visit) && canMove(visit);
    }

    openVisit(visit) {
        return this.action.doAction("pylot_frontoffice.calendar_event_action_visits", {
            viewType: "form",
            props: { resId: visit.id },
        });
    }

    askToMove(visit, fromId = visit.technicianIds[0]) {
        const name = visit.customer || visit.name;
        this.dialog.add(MoveDialog, {
            visit,
            board: this.board,
            fromId,
            title: visit.state === "draft" ? _t("Plan %s", name) : _t("Move %s", name),
            start: visit.state === "draft" ? this.timeline.start : visit.start,
            confirm: (target) => this.acts.place(visit, target),
        });
    }

    chooseTechnician(technicianId) {
        this.state.technicianId = technicianId;
    }

    /** For those who hear what others see. Nothing is rendered for it. */
    say(text) {
        this.live.el.textContent = text;
    }
}

registry.category("lazy_components").add("pylot_board", Board);
