const { DateTime } = luxon;

const MINUTE = 60_000;
const HOUR = 60;
/** Shown when nobody works at all. */
const DEFAULT_HOURS = [8, 17];
const WHOLE_DAY = [0, 24];
const MIN_HOURS = 8;
const SATURDAY = 6;

export function toDateTime(minute, zone) {
    return DateTime.fromMillis(minute * MINUTE, { zone });
}

/** @returns {number} minutes since 1970 (UTC) */
export function toMinute(dateTime) {
    return Math.round(dateTime.toMillis() / MINUTE);
}

/** @returns {number} hours on the clock since midnight; an hour may be missing or come twice */
function getClockHours(minute, [midnight, end], zone) {
    if (minute === end) {
        return 24;
    }
    // the usual day needs no calendar
    if (end - midnight === WHOLE_DAY[1] * HOUR) {
        return (minute - midnight) / HOUR;
    }
    const { hour, minute: past } = toDateTime(minute, zone);
    return hour + past / HOUR;
}

/**
 * From which to which hour on the clock anything happens on any of the days.
 *
 * @param {number[]} bounds midnights around and between the days
 * @param {number[][]} spans
 * @param {string} zone
 * @returns {number[]} whole hours, such as [7, 18]
 */
export function getHours(bounds, spans, zone) {
    let first = Infinity;
    let last = -Infinity;
    for (const [start, stop] of spans) {
        for (let i = 0; i + 1 < bounds.length; i++) {
            const lower = Math.max(start, bounds[i]);
            const upper = Math.min(stop, bounds[i + 1]);
            // what fills a whole day says nothing about the hours
            if (lower < upper && upper - lower < bounds[i + 1] - bounds[i]) {
                const day = [bounds[i], bounds[i + 1]];
                first = Math.min(first, Math.floor(getClockHours(lower, day, zone)));
                last = Math.max(last, Math.ceil(getClockHours(upper, day, zone)));
            }
        }
    }
    if (first > last) {
        return DEFAULT_HOURS;
    }
    while (last - first < MIN_HOURS) {
        first = Math.max(0, first - 1);
        last = Math.min(24, last + 1);
    }
    return [first, Math.min(24, last)];
}

/**
 * The horizontal axis: a window of every day that is shown, one beside the other. Positions are
 * fractions of the whole width, so that nothing is drawn anew when the width changes. A day on
 * which clocks are changed has a window of an hour more or less when that hour lies in it.
 */
export class Timeline {
    /**
     * @param {Object} options
     * @param {number[]} options.bounds midnights around and between the days
     * @param {string} options.zone
     * @param {number[]} [options.hours] first and last hour of each day
     * @param {number[]} [options.skipped] numbers of days that are left out
     */
    constructor({ bounds, zone, hours = WHOLE_DAY, skipped = [] }) {
        this.zone = zone;
        this.hours = hours;
        this.segments = [];
        this.total = 0;
        for (let i = 0; i + 1 < bounds.length; i++) {
            if (skipped.includes(i)) {
                continue;
            }
            const midnight = toDateTime(bounds[i], zone);
            const at = (hour, end) => (hour === 24 ? end : toMinute(midnight.set({ hour })));
            const start = at(hours[0], bounds[i + 1]);
            const stop = at(hours[1], bounds[i + 1]);
            this.segments.push({ start, stop, offset: this.total, date: midnight });
            this.total += stop - start;
        }
        this.key = JSON.stringify([zone, this.segments.map(({ start, stop }) => [start, stop])]);
    }

    get start() {
        return this.segments[0].start;
    }

    get stop() {
        return this.segments.at(-1).stop;
    }

    /** @returns {number} 0 to 1; what is not shown lies at the edge of what is */
    toFraction(minute) {
        let offset = 0;
        for (const segment of this.segments) {
            if (minute < segment.start) {
                break;
            }
            offset = segment.offset + Math.min(minute, segment.stop) - segment.start;
        }
        return offset / this.total;
    }

    /** @returns {number} the minute at a fraction of the width */
    toMinute(fraction) {
        const offset = Math.min(Math.max(fraction, 0), 1) * this.total;
        let found = this.segments[0];
        for (const segment of this.segments) {
            if (segment.offset <= offset) {
                found = segment;
            }
        }
        return found.start + offset - found.offset;
    }

    /** @returns {{ left: number, width: number }|null} in percent; null when nothing is to see */
    place(start, stop) {
        const left = this.toFraction(start);
        const right = this.toFraction(stop);
        if (right <= left) {
            return null;
        }
        return { left: round(left * 100), width: round((right - left) * 100) };
    }

    /** A visit that is moved begins and ends on the clock's quarters. */
    snap(minute, step = 15) {
        const whole = Math.round(minute);
        const past = toDateTime(whole, this.zone).minute % step;
        return whole - past + (past * 2 >= step ? step : 0);
    }

    /**
     * @returns {Object[]} days with their width, and the hours in them; where clocks are changed
     *  an hour is missing or comes twice
     */
    getDays() {
        return this.segments.map(({ start, stop, offset, date }) => {
            const hours = [];
            for (let minute = start; minute < stop; minute += HOUR) {
                hours.push({
                    key: minute,
                    label: toDateTime(minute, this.zone).toFormat("H"),
                    left: round(((minute - start) / (stop - start)) * 100),
                });
            }
            return {
                key: start,
                date,
                hours,
                left: round((offset / this.total) * 100),
                width: round(((stop - start) / this.total) * 100),
            };
        });
    }
}

function round(number) {
    return Math.round(number * 1000) / 1000;
}

/**
 * @returns {number[]} numbers of the Saturdays and Sundays on which nothing happens
 */
export function getEmptyWeekends(bounds, zone, spans) {
    const empty = [];
    for (let i = 0; i + 1 < bounds.length; i++) {
        const isWeekend = toDateTime(bounds[i], zone).weekday >= SATURDAY;
        const happens = ([start, stop]) => start < bounds[i + 1] && stop > bounds[i];
        if (isWeekend && !spans.some(happens)) {
            empty.push(i);
        }
    }
    return empty.length + 1 < bounds.length ? empty : [];
}
