/**
 * Where the rows are. Measured once for each drag, which changes nothing about it.
 *
 * @param {HTMLElement} grid rows and header
 * @returns {{ rows: Object[], trackLeft: number, trackWidth: number }} in pixels of the grid
 */
export function measureGrid(grid) {
    const rows = [...grid.querySelectorAll(".o_pylot_row")].map((row) => ({
        id: Number(row.dataset.technicianId),
        top: row.offsetTop,
        height: row.offsetHeight,
    }));
    const track = grid.querySelector(".o_pylot_track");
    return { rows, trackLeft: track?.offsetLeft || 0, trackWidth: track?.offsetWidth || 1 };
}
