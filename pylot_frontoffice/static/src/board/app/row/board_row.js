import { Component, useState } from "@odoo/owl";

import { formatDuration } from "../wording";

/** Who it is, how full the days are, and why or why not while something is being dragged. */
export class RowName extends Component {
    static template = "pylot_frontoffice.BoardRowName";
    static props = { row: Object, candidates: Object };

    setup() {
        this.candidates = useState(this.props.candidates);
    }

    get candidate() {
        return this.candidates.technicians?.[this.props.row.technician.id];
    }

    get load() {
        const { minutes, capacity } = this.props.row;
        return capacity ? Math.min(100, Math.round((minutes / capacity) * 100)) : 0;
    }

    get loadText() {
        const { minutes } = this.props.row;
        return minutes ? formatDuration(minutes) : "";
    }
}

/** Where there is room for what is being dragged. */
export class RowRoom extends Component {
    static template = "pylot_frontoffice.BoardRowRoom";
    static props = { technicianId: Number, timeline: Object, candidates: Object };

    setup() {
        this.candidates = useState(this.props.candidates);
    }

    get candidate() {
        return this.candidates.technicians?.[this.props.technicianId];
    }

    get spans() {
        const { timeline } = this.props;
        return (this.candidate?.free || []).flatMap(([start, stop]) => {
            const place = timeline.place(start, stop);
            return place
                ? [{ key: start, style: `left:${place.left}%;width:${place.width}%` }]
                : [];
        });
    }
}

/** One technician's days. Rendered when `row` is another object, see `RowCache`. */
export class BoardRow extends Component {
    static template = "pylot_frontoffice.BoardRow";
    static components = { RowName, RowRoom };
    static props = { row: Object, timeline: Object, candidates: Object };
}
