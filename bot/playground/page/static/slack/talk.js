// @ts-check
// The messages of a conversation or of a thread, by day, with the newest in sight.
import { h, list } from "../dom.js";
import { drawMessage } from "./message.js";
import { dayOf } from "./times.js";

/** @typedef {import("../api.js").Json} Json */
/** @typedef {import("./message.js").Row} Row */

/**
 * A list of messages; `show` brings it up to date, and to its end unless somebody reads further up.
 * @param {import("./message.js").Doing} doing
 */
export function makeTalk(doing) {
	const messages = h("ol", { class: "messages" });
	const empty = h("p", { class: "quiet empty" });
	const element = h("div", { class: "talk", tabindex: 0, role: "group", "aria-label": "Messages" }, empty, messages);
	let shown = "";

	/**
	 * @param {string} key tells one conversation from the others
	 * @param {Row[]} rows
	 * @param {string} [hint] stands there while nothing else does
	 */
	function show(key, rows, hint = "") {
		empty.textContent = rows.length ? "" : hint;
		const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
		const { me, now } = doing.pane.screen();
		/** @type {{key: string, day?: string, row?: Row}[]} */
		const items = [];
		let day = "";
		for (const row of rows) {
			const next = dayOf(row.message.ts, now, me.zone);
			if (next !== day) items.push({ key: `day ${next}`, day: next });
			day = next;
			items.push({ key: row.message.ts, row });
		}
		list(messages, items, (each) => each.key, ({ row, day }) =>
			row ? drawMessage(row, doing) : h("li", { class: "day" }, h("span", {}, day)),
		);
		if (key !== shown || atEnd) element.scrollTop = element.scrollHeight;
		shown = key;
	}

	return { element, show };
}

/**
 * The rows of a conversation; replies stand in their thread.
 * @param {Json} place
 * @param {Map<string, string>} warnings
 * @returns {Row[]}
 */
export function rowsOf(place, warnings) {
	return place.messages
		.filter((/** @type {Json} */ each) => !each.thread)
		.map((/** @type {Json} */ message) => ({
			message,
			replies: place.messages.filter((/** @type {Json} */ each) => each.thread === message.ts),
			inThread: false,
			warning: warnings.get(message.ts) ?? "",
			place: place.id,
		}));
}

/**
 * The rows of a thread: its first message and the replies.
 * @param {Json} place
 * @param {string} ts
 * @param {Map<string, string>} warnings
 * @returns {Row[]}
 */
export function threadOf(place, ts, warnings) {
	return place.messages
		.filter((/** @type {Json} */ each) => each.ts === ts || each.thread === ts)
		.map((/** @type {Json} */ message) => ({
			message,
			replies: [],
			inThread: true,
			warning: warnings.get(message.ts) ?? "",
			place: place.id,
		}));
}
