// @ts-check
// How the drawer and the levers tell times, hashes and JSON.
import { h } from "../dom.js";

const DAY = { weekday: "short", day: "numeric", month: "short" };
const MINUTE = { hour: "2-digit", minute: "2-digit" };

/** @param {Date} at */
export function moment(at) {
	return at.toLocaleString("en-GB", /** @type {Intl.DateTimeFormatOptions} */ ({ ...DAY, ...MINUTE, timeZoneName: "short" }));
}

/** @param {Date} at */
export function soon(at) {
	return at.toLocaleString("en-GB", /** @type {Intl.DateTimeFormatOptions} */ ({ weekday: "short", ...MINUTE }));
}

/** @param {string} at in ISO 8601 */
export function second(at) {
	return new Date(at).toLocaleTimeString("en-GB");
}

/** A span of time: `1 d 2 h`. @param {number} seconds */
export function span(seconds) {
	const minutes = Math.round(seconds / 60);
	const parts = [[Math.floor(minutes / 1440), "d"], [Math.floor(minutes / 60) % 24, "h"], [minutes % 60, "min"]];
	const said = parts.filter(([count]) => count).map((part) => part.join(" ")).join(" ");
	return said || `${Math.round(seconds)} s`;
}

/** @param {string} hash */
export function short(hash) {
	return `${hash.slice(0, 8)}…`;
}

/** JSON to be read, indented. @param {unknown} value */
export function json(value) {
	return h("pre", { class: "json", tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 2));
}
