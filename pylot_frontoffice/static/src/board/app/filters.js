import { matches } from "./board_data";

const REGION = 2;

/** @returns {string[]} beginnings of postal codes that technicians serve or visits are in */
export function getAreas({ technicians, visits, tray }) {
    const areas = new Set(technicians.flatMap(({ zips }) => zips));
    for (const { zip } of [...visits.values(), ...tray]) {
        if (zip) {
            areas.add(zip.slice(0, REGION));
        }
    }
    return [...areas].sort();
}

function serves({ zips }, area) {
    return !zips.length || zips.some((zip) => zip.startsWith(area) || area.startsWith(zip));
}

/**
 * @param {Object} board
 * @param {Object} filters `search`, `teamId`, `skillId`, `area`
 * @returns {Object[]} technicians who are asked for: by name, or because a visit is looked for
 */
export function filterTechnicians(board, { search, teamId, skillId, area }) {
    const found = new Set();
    for (const visit of search ? board.visits.values() : []) {
        if (matches(visit, search)) {
            visit.technicianIds.forEach((id) => found.add(id));
        }
    }
    const named = (name) => name.toLowerCase().includes(search.trim().toLowerCase());
    return board.technicians.filter(
        (technician) =>
            (!teamId || technician.teamIds.includes(teamId)) &&
            (!skillId || technician.skillIds.includes(skillId)) &&
            (!area || serves(technician, area)) &&
            (!search || named(technician.name) || found.has(technician.id)),
    );
}

export function filterTray({ tray }, { search, area }) {
    return tray.filter(
        (visit) => (!search || matches(visit, search)) && (!area || visit.zip.startsWith(area)),
    );
}
