import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { getCollision } from "@pylot_frontoffice/collision_dialog/collision";
import { askForAlternative } from "@pylot_frontoffice/collision_dialog/collision_dialog";

import { askToInform } from "./dialogs/inform_dialog";
import { breaksPromise, warnOfPromise } from "./promise";
import { toMinute } from "./timeline";
import { describeSpan } from "./wording";

/** Milliseconds in which somebody notices that it was the wrong row. */
const LONG = 10_000;

/**
 * What a drop, a key or a dialog does to the plan, with all that has to be asked on the way.
 */
export class BoardActs {
    constructor({ model, dialog, notification }) {
        Object.assign(this, { model, dialog, notification });
    }

    /**
     * @param {import("./board_data").Visit} visit
     * @param {Object} target `start`, `stop`, `technicianId`, `fromId`
     * @param {Object} [options]
     * @param {boolean} [options.inform] whether a customer hears of it; asked when not said
     * @returns {Promise<boolean>} whether the visit is where it was meant to be, or at a free
     *  time that was offered instead
     */
    async place(visit, target, { inform } = {}) {
        const { zone } = this.model.board;
        const isMoved = target.start !== visit.start || target.stop !== visit.stop;
        if (inform === undefined && visit.promised && isMoved) {
            const answer = await askToInform(this.dialog, {
                title: visit.state === "draft" ? _t("Plan the visit?") : _t("Move the visit?"),
                customer: visit.customer || visit.name,
                before: visit.state === "draft" ? "" : describeSpan(visit.start, visit.stop, zone),
                after: describeSpan(target.start, target.stop, zone),
                warning: warnOfPromise(visit, target.start, zone),
            });
            if (!answer) {
                return false;
            }
            inform = answer.inform;
        }
        try {
            const move = () => this.model.move(visit, target, inform ?? true);
            await this.model.attempt(visit, target, move);
        } catch (error) {
            return this.offerAlternative(error, visit, target, { inform });
        }
        this.say(visit, target);
        return true;
    }

    /** The time is taken: the next free ones, one click each. */
    async offerAlternative(error, visit, target, options) {
        const collision = getCollision(error);
        if (!collision) {
            throw error;
        }
        const { alternative } = await askForAlternative(this.dialog, collision);
        if (!alternative) {
            return false;
        }
        const start = toMinute(deserializeDateTime(alternative.start));
        const stop = toMinute(deserializeDateTime(alternative.stop));
        // as it stands now: others may have changed it while the dialog was open
        const fresh = this.model.getVisit(visit.id) || visit;
        // who agreed to a time that was promised has not agreed to one that was not
        const isNews = breaksPromise(fresh, start) && !breaksPromise(visit, target.start);
        return this.place(fresh, { ...target, start, stop }, isNews ? {} : options);
    }

    async unplan(visit) {
        const { zone } = this.model.board;
        let inform = true;
        if (visit.promised) {
            const answer = await askToInform(this.dialog, {
                title: _t("Back into the tray?"),
                customer: visit.customer || visit.name,
                before: describeSpan(visit.start, visit.stop, zone),
            });
            if (!answer) {
                return false;
            }
            inform = answer.inform;
        }
        await this.model.attempt(visit, null, () => this.model.unplan(visit, inform));
        this.notification.add(_t("%s waits in the tray", visit.customer || visit.name), {
            type: "info",
        });
        return true;
    }

    /** With the way back, as long as nobody has been told of anything. */
    say(visit, { start, stop, technicianId, fromId }) {
        const name = visit.customer || visit.name;
        const when = describeSpan(start, stop, this.model.board.zone);
        const buttons = [];
        let close = () => {};
        if (!visit.promised) {
            const undo = () => {
                close();
                const fresh = this.model.getVisit(visit.id);
                if (!fresh) {
                    return;
                }
                if (visit.state === "draft") {
                    return this.unplan(fresh);
                }
                const before = { start: visit.start, stop: visit.stop };
                return this.place(fresh, { ...before, technicianId: fromId, fromId: technicianId });
            };
            buttons.push({ name: _t("Undo"), icon: "fa-undo", onClick: undo });
        }
        close = this.notification.add(_t("%(name)s: %(when)s", { name, when }), {
            type: "success",
            autocloseDelay: LONG,
            buttons,
        });
    }
}
