// @ts-check
// Who looked at what last: kept for the tab of the browser, for each person.

const KEY = "copydesk-slack";

/** @typedef {{who: string, place: string, tab: "home" | "messages", thread: string}} At where the pane is */

const NOWHERE = { place: "", tab: /** @type {const} */ ("messages"), thread: "" };

/** @type {{at: At, read: Record<string, string>, last: Record<string, At>}} */
const kept = { at: { who: "", ...NOWHERE }, read: {}, last: {}, ...JSON.parse(sessionStorage.getItem(KEY) ?? "{}") };

/** Where the pane was when it was last seen. */
export const at = kept.at;

/** Sit down as somebody, where they were last. @param {string} who */
export function sitDown(who) {
	Object.assign(at, NOWHERE, kept.last[who], { who, thread: "" });
}

/** Remember where the pane is. */
export function remember() {
	kept.last[at.who] = { ...at };
	sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Everything in a place is read now. @param {string} who @param {import("../api.js").Json} place */
export function readAll(who, place) {
	kept.read[`${who}/${place.id}`] = place.messages.at(-1)?.ts ?? "";
	remember();
}

/**
 * How much of what others wrote in a place somebody has not read.
 * @param {string} who
 * @param {string} me their id
 * @param {import("../api.js").Json} place
 * @returns {number}
 */
export function unreadIn(who, me, place) {
	const read = kept.read[`${who}/${place.id}`] ?? "";
	return place.messages.filter((/** @type {import("../api.js").Json} */ each) => each.ts > read && each.user !== me).length;
}
