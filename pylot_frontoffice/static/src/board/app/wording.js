import { is24HourFormat } from "@web/core/l10n/time";
import { _t } from "@web/core/l10n/translation";

import { toDateTime } from "./timeline";

const DAY = 24 * 60;

export function formatTime(minute, zone) {
    const format = is24HourFormat() ? "HH:mm" : "h:mm a";
    return toDateTime(minute, zone).setLocale(getLocale()).toFormat(format);
}

export function formatDay(minute, zone) {
    return toDateTime(minute, zone)
        .setLocale(getLocale())
        .toLocaleString({ weekday: "short", day: "numeric", month: "short" });
}

/** "Tue, 24 Nov, 09:00 – 10:30" */
export function describeSpan(start, stop, zone) {
    return `${formatDay(start, zone)}, ${formatTime(start, zone)} – ${formatTime(stop, zone)}`;
}

/** "1:30 h" */
export function formatDuration(minutes) {
    const rest = String(minutes % 60).padStart(2, "0");
    return _t("%s h", `${Math.floor(minutes / 60)}:${rest}`);
}

/** How long a visit waits in the tray. */
export function formatAge(since, now) {
    const days = Math.floor((now - since) / DAY);
    if (days < 1) {
        return _t("today");
    }
    return days === 1 ? _t("since yesterday") : _t("for %s days", days);
}

function getLocale() {
    return luxon.Settings.defaultLocale;
}
