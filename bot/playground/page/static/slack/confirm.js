// @ts-check
// "Are you sure?", before an element is used.
import { h } from "../dom.js";
import { literal, words } from "./mrkdwn.js";
import { cover } from "./overlay.js";

/**
 * Whether the person means it; at once if there is nothing to ask.
 * @param {import("../api.js").Json | undefined} question
 * @param {import("./mrkdwn.js").Reading} reading
 * @param {HTMLElement} from what they used
 * @returns {Promise<boolean>}
 */
export function confirmed(question, reading, from) {
	if (!question) return Promise.resolve(true);
	return new Promise((resolve) => {
		/** @param {boolean} meant */
		const answer = (meant) => {
			uncover();
			resolve(meant);
		};
		const no = h("button", { class: "btn", onclick: () => answer(false) }, literal(question.deny, reading));
		const style = question.style ?? "primary";
		const yes = h("button", { class: `btn ${style}`, onclick: () => answer(true) }, literal(question.confirm, reading));
		const title = h("h2", { id: "slack-confirm" }, literal(question.title, reading));
		const box = h(
			"div",
			{ class: "modal confirm", role: "alertdialog", "aria-labelledby": "slack-confirm", tabindex: -1 },
			h("header", {}, title),
			h("div", { class: "body text" }, words(question.text, reading)),
			h("footer", {}, no, yes),
		);
		box.onkeydown = (event) => {
			if (event.key === "Escape") answer(false);
		};
		const uncover = cover(from, box);
		no.focus();
	});
}
