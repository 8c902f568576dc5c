import { Component, useEffect } from "@odoo/owl";

import { canMove, getPlace, getWhat } from "../board_data";
import { describePromise } from "../promise";
import { describeSpan, formatAge, formatDuration } from "../wording";

/** What a bar has no room for, and all that can be done with the visit. */
export class VisitPopover extends Component {
    static template = "pylot_frontoffice.BoardVisitPopover";
    static props = {
        visit: Object,
        board: Object,
        canPlan: Boolean,
        open: Function,
        move: Function,
        unplan: Function,
        mark: Function,
        close: { type: Function, optional: true },
    };

    setup() {
        useEffect(
            () => this.props.mark(),
            () => [],
        );
    }

    get promise() {
        return describePromise(this.props.visit, this.props.board.zone);
    }

    get when() {
        const { visit, board } = this.props;
        return visit.state === "draft"
            ? formatDuration(visit.stop - visit.start)
            : describeSpan(visit.start, visit.stop, board.zone);
    }

    get what() {
        return getWhat(this.props.visit);
    }

    get age() {
        const { visit, board } = this.props;
        return visit.state === "draft" ? formatAge(visit.since, board.now) : "";
    }

    get place() {
        return getPlace(this.props.visit);
    }

    get crew() {
        const { visit, board } = this.props;
        const names = new Map(board.technicians.map(({ id, name }) => [id, name]));
        return visit.technicianIds.map((id) => names.get(id)).join(", ");
    }

    get canMove() {
        return this.props.canPlan && canMove(this.props.visit);
    }

    do(action) {
        this.props.close?.();
        action(this.props.visit);
    }
}
