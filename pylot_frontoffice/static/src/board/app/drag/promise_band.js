import { describePromise } from "../promise";
import { measureGrid } from "./grid_measure";
import { addOverlay } from "./overlay";

/**
 * Show when the customer of a visit expects somebody: over all rows, as anybody may come.
 *
 * @param {Object} overlay of `addOverlay`
 * @param {Object} places of `measureGrid`
 */
export function addPromiseBand(overlay, { rows, trackLeft, trackWidth }, timeline, visit) {
    const place = visit.window && timeline.place(...visit.window);
    if (!place || !rows.length) {
        return;
    }
    const band = overlay.add("band", describePromise(visit, timeline.zone));
    const last = rows.at(-1);
    Object.assign(band.style, {
        left: `${trackLeft + (place.left / 100) * trackWidth}px`,
        top: `${rows[0].top}px`,
        width: `${(place.width / 100) * trackWidth}px`,
        height: `${last.top + last.height - rows[0].top}px`,
    });
}

/** The same for a visit that is looked at. @returns {() => void} takes it away again */
export function showPromise(grid, timeline, visit) {
    const overlay = addOverlay(grid, "o_pylot_overlay o_pylot_promise");
    addPromiseBand(overlay, measureGrid(grid), timeline, visit);
    return () => overlay.host.remove();
}
