import { _t } from "@web/core/l10n/translation";

import { formatTime } from "./wording";

/**
 * @param {import("./board_data").Visit} visit
 * @returns {{ start: string, stop: string }|null} when the customer expects somebody, on the clock
 */
export function formatPromise({ window }, zone) {
    return window && { start: formatTime(window[0], zone), stop: formatTime(window[1], zone) };
}

export function describePromise(visit, zone) {
    const times = formatPromise(visit, zone);
    return times ? _t("Promised arrival: %(start)s – %(stop)s", times) : "";
}

/** As the server has it: who begins at the very end of the window has kept the promise. */
export function breaksPromise({ window }, start) {
    return Boolean(window) && (start < window[0] || start > window[1]);
}

/** What has to be known before a visit begins then; "" when the customer expects it. */
export function warnOfPromise(visit, start, zone) {
    if (!breaksPromise(visit, start)) {
        return "";
    }
    return _t(
        "The customer was promised an arrival between %(start)s and %(stop)s. This is outside of it.",
        formatPromise(visit, zone),
    );
}
