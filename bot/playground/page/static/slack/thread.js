// @ts-check
// The thread beside its conversation.
import { h } from "../dom.js";
import { makeCompose } from "./compose.js";
import { icon } from "./icons.js";
import { makeTalk, threadOf } from "./talk.js";

/** @typedef {import("../api.js").Json} Json */

/** A panel for one thread; `leave` closes it. @param {import("./message.js").Doing} doing @param {() => void} leave */
export function makeThread(doing, leave) {
	const where = h("span", { class: "quiet" });
	const talk = makeTalk(doing);
	const compose = makeCompose(doing.pane, "slack-reply");
	const close = h("button", { class: "plain", "aria-label": "Close thread", title: "Close", onclick: leave }, icon("close"));
	const element = h(
		"aside",
		{ class: "thread", "aria-label": "Thread", hidden: true },
		h("header", {}, h("h2", {}, "Thread"), where, close),
		talk.element,
		compose.element,
	);

	/**
	 * @param {Json} place
	 * @param {string} ts of the thread's first message; empty for no thread
	 * @param {Map<string, string>} warnings
	 */
	function show(place, ts, warnings) {
		const rows = ts ? threadOf(place, ts, warnings) : [];
		element.hidden = rows.length === 0;
		if (element.hidden) return;
		where.textContent = nameOf(place);
		talk.show(`${place.id}/${ts}`, rows);
		compose.element.hidden = !place.writable;
		compose.show({ key: `${doing.pane.screen().me.key}/${place.id}/${ts}`, place: place.id, thread: ts, label: "Reply…" });
	}

	return { element, show, box: compose.box };
}

/** @param {Json} place */
export function nameOf(place) {
	return place.kind === "im" ? place.name : `#${place.name}`;
}
