/**
 * @typedef {Object} Alternative a free time, ready to be written
 * @property {string} start UTC, as the server writes it
 * @property {string} stop UTC, as the server writes it
 * @property {number} technician_id whose free time it is
 * @property {string} label the time in the reader's words
 *
 * @typedef {Object} Collision
 * @property {string} message who is busy with what, then the next free times as text
 * @property {string} technician
 * @property {number|false} event_id the visit the free times are for; false when they are for one
 *  that does not exist, because its creation has just been refused
 * @property {Alternative[]} alternatives
 * @property {Object} values of the visit, as they would be had it not been refused
 */

/** What the server raises when a technician would be booked twice. */
export const COLLISION_ERROR = "odoo.addons.pylot_frontoffice.exceptions.CollisionError";

/**
 * @param {Error} error of any kind
 * @returns {Collision|null} null when it is not about a technician booked twice
 */
export function getCollision(error) {
    const collision = error?.data?.context?.pylot_collision;
    if (!collision) {
        return null;
    }
    return { alternatives: [], values: {}, ...collision, message: error.data.message };
}
