// @ts-check
// One message: who, when, what, and what can be done with it.
import { h } from "../dom.js";
import { drawBlock } from "./blocks.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { marked } from "./mrkdwn.js";
import { timeOf } from "./times.js";
import { busy, filledOf, performAloud, troubleWords } from "./views.js";

/** @typedef {import("../api.js").Json} Json */

/**
 * A message as it stands in a list.
 * @typedef {object} Row
 * @property {Json} message
 * @property {Json[]} replies
 * @property {boolean} inThread whether it stands in the thread beside the conversation
 * @property {string} warning what went wrong when it was used
 * @property {string} place
 */

/**
 * What can be done with messages.
 * @typedef {object} Doing
 * @property {import("./views.js").Pane} pane
 * @property {(ts: string) => void} openThread
 * @property {(ts: string, words: string) => void} warn
 */

/** @param {Row} row @param {Doing} doing @returns {HTMLElement} */
export function drawMessage(row, doing) {
	const { pane } = doing;
	const { message, warning } = row;
	const reading = pane.reading();
	const author = reading.names[message.user] ?? message.user;
	const said = message.blocks.length
		? message.blocks.map((/** @type {Json} */ each) => drawBlock(each, surfaceOf(row, doing)))
		: h("div", { class: "text" }, marked(message.text, reading));
	return h(
		"li",
		{ class: `message ${message.only_you ? "only-you" : ""}`, tabindex: -1 },
		h("div", { class: "avatar", "aria-hidden": "true", "data-tone": toneOf(message.user, message.by_app) }, author[0]),
		h(
			"div",
			{ class: "content" },
			message.only_you && h("p", { class: "quiet" }, icon("eye"), "Only visible to you"),
			h(
				"p",
				{ class: "by" },
				h("strong", {}, author),
				message.by_app && h("span", { class: "badge" }, "APP"),
				h("span", { class: "when" }, timeOf(message.ts, reading.zone)),
			),
			said,
			message.edited && h("span", { class: "quiet" }, "(edited)"),
			warning && h("p", { class: "warning", role: "alert" }, `⚠ ${warning}`),
			!row.inThread && row.replies.length > 0 && repliesOf(row, doing),
		),
		!message.only_you && toolbar(row, doing, author),
	);
}

/** @param {Row} row @param {Doing} doing */
function repliesOf({ message, replies }, { pane, openThread }) {
	const reading = pane.reading();
	const last = replies[replies.length - 1];
	const many = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
	return h(
		"button",
		{ class: "replies", id: `replies-${message.ts}`, onclick: () => openThread(message.ts) },
		h("span", { class: "count" }, many),
		h("span", { class: "quiet" }, ` Last reply at ${timeOf(last.ts, reading.zone)}`),
	);
}

/** @param {Row} row @param {Doing} doing @param {string} author */
function toolbar({ message, place, inThread }, { pane, openThread }, author) {
	const offered = pane.screen().menu.shortcuts.filter((/** @type {Json} */ each) => each.type === "message");
	const app = pane.screen().app.name;
	const about = `the message of ${author} at ${timeOf(message.ts, pane.reading().zone)}`;
	const prefix = inThread ? "thread-" : "";
	const more = h(
		"button",
		{
			class: "plain",
			id: `${prefix}more-${message.ts}`,
			"aria-haspopup": "menu",
			"aria-label": `More actions for ${about}`,
			title: "More actions",
			onclick: () =>
				openMenu(
					more,
					offered.map((/** @type {Json} */ each) => ({
						label: each.name,
						about: app,
						choose: () =>
							busy(more, () => performAloud(pane, { do: "shortcut", callback: each.callback, place, ts: message.ts })),
					})),
				),
		},
		icon("more"),
	);
	const reply = h(
		"button",
		{
			class: "plain",
			id: `reply-${message.ts}`,
			"aria-label": `Reply in thread to ${about}`,
			title: "Reply in thread",
			onclick: () => openThread(message.thread ?? message.ts),
		},
		icon("thread"),
	);
	return h("div", { class: "toolbar" }, !inThread && reply, offered.length > 0 && more);
}

/** @param {Row} row @param {Doing} doing @returns {import("./blocks.js").Surface} */
function surfaceOf({ message, place, inThread }, { pane, warn }) {
	return {
		id: `${inThread ? "thread-" : ""}${message.ts}`,
		reading: pane.reading(),
		held: (block, element) => filledOf(message.values[block.block_id]?.[element.action_id]),
		fill: () => undefined,
		use: (block, element, filled, from) =>
			busy(from, async () => {
				warn(message.ts, "");
				const told = { place, ts: message.ts, block: block.block_id, action: element.action_id, filled };
				const done = await pane.perform({ do: "use", ...told });
				for (const trouble of done.troubles) warn(message.ts, troubleWords(trouble, pane.screen().app.name));
			}),
	};
}

/** Which of a few colours somebody's square has. @param {string} user @param {boolean} byApp */
function toneOf(user, byApp) {
	return byApp ? "app" : [...user].reduce((sum, each) => sum + each.charCodeAt(0), 0) % 5;
}
