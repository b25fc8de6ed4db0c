// @ts-check
// Moments as Slack writes them, in the zone of whoever reads.

/**
 * @param {number} seconds since 1970
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} wanted
 * @returns {Record<string, string>}
 */
function parts(seconds, zone, wanted) {
	const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...wanted });
	return Object.fromEntries(format.formatToParts(seconds * 1000).map((each) => [each.type, each.value]));
}

/**
 * Year, month and day as numbers and words, the time of day as Slack's twelve hours.
 * @param {number} seconds
 * @param {string} zone
 */
function moment(seconds, zone) {
	const day = parts(seconds, zone, { year: "numeric", month: "long", day: "numeric", weekday: "long" });
	const numbers = parts(seconds, zone, { month: "2-digit", day: "2-digit" });
	const time = parts(seconds, zone, { hour: "numeric", minute: "2-digit", second: "2-digit", hour12: true });
	const short = parts(seconds, zone, { month: "short" });
	return {
		number: `${day.year}-${numbers.month}-${numbers.day}`,
		long: `${day.month} ${day.day}, ${day.year}`,
		short: `${short.month} ${day.day}, ${day.year}`,
		weekday: day.weekday,
		time: `${time.hour}:${time.minute} ${time.dayPeriod}`,
		exact: `${time.hour}:${time.minute}:${time.second} ${time.dayPeriod}`,
	};
}

/** Slack's own pattern for dates, filled in. @param {string} pattern @param {number} seconds @param {string} zone */
export function dateWords(pattern, seconds, zone) {
	const then = moment(seconds, zone);
	/** @type {Record<string, string>} */
	const words = {
		"{date_num}": then.number,
		"{date}": then.long,
		"{date_short}": then.short,
		"{date_long}": `${then.weekday}, ${then.long}`,
		"{date_pretty}": then.long,
		"{date_short_pretty}": then.short,
		"{date_long_pretty}": `${then.weekday}, ${then.long}`,
		"{time}": then.time,
		"{time_secs}": then.exact,
	};
	return pattern.replace(/\{\w+\}/g, (token) => words[token] ?? token);
}

/** The time of day: "9:05 AM". @param {string} ts @param {string} zone */
export function timeOf(ts, zone) {
	return moment(Number(ts), zone).time;
}

/**
 * The day of a message, from today: "Today", "Yesterday", "Thursday, November 26, 2026".
 * @param {string} ts
 * @param {number} now
 * @param {string} zone
 */
export function dayOf(ts, now, zone) {
	const then = moment(Number(ts), zone);
	if (then.number === moment(now, zone).number) return "Today";
	if (then.number === moment(now - 86400, zone).number) return "Yesterday";
	return `${then.weekday}, ${then.long}`;
}
