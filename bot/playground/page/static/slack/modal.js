// @ts-check
// One form: its blocks, its buttons, and what went wrong.
import { h, list } from "../dom.js";
import { drawBlock } from "./blocks.js";
import { literal } from "./mrkdwn.js";
import { busy, surfaceOf, valuesOf } from "./views.js";

/** @typedef {import("../api.js").Json} Json */

const FIELDS = "input, textarea, select";

/**
 * A form on the screen, which `update` brings up to date without losing what was typed.
 * @param {import("./views.js").Pane} pane
 * @param {Json} first
 */
export function makeModal(pane, first) {
	let view = first;
	const title = h("h2", { id: `${first.id}-title` });
	const body = h("div", { class: "body blocks" });
	const trouble = h("p", { class: "trouble", role: "alert" });
	const close = h("button", { class: "btn", onclick: leave });
	const submit = h("button", { type: "submit", class: "btn primary" });
	const back = h("button", { class: "plain", "aria-label": "Close", onclick: leave }, "✕");
	const form = h("form", { novalidate: true }, h("header", {}, title, back), trouble, body, h("footer", {}, close, submit));
	const element = h("div", { class: "modal", role: "dialog", "aria-labelledby": title.id, tabindex: -1 }, form);
	element.onkeydown = (event) => {
		if (event.key === "Escape") leave();
	};
	form.onsubmit = (event) => {
		event.preventDefault();
		if (!submit.hidden && !submit.getAttribute("aria-busy")) busy(submit, send);
	};

	async function send() {
		trouble.textContent = "";
		const done = await pane.perform({ do: "submit", view: view.id, values: valuesOf(view) });
		trouble.textContent = done.error || done.troubles.join(" ");
		const wrong = Object.keys(view.errors)[0];
		if (wrong && element.isConnected) focusOn(body.querySelector(`[data-key="${CSS.escape(wrong)}"]`));
	}

	async function leave() {
		const done = await pane.perform({ do: "close", view: view.id });
		if (done.error) pane.toast(done.error);
	}

	/** @param {Json} now @param {boolean} onTop */
	function update(now, onTop) {
		view = now;
		const { content } = view;
		const reading = pane.reading();
		title.textContent = literal(content.title, reading);
		close.textContent = literal(content.close, reading) || (content.submit ? "Cancel" : "Close");
		submit.textContent = literal(content.submit, reading);
		submit.hidden = !content.submit;
		element.inert = !onTop;
		element.classList.toggle("beneath", !onTop);
		list(
			body,
			content.blocks.map((/** @type {Json} */ block) => ({ block, error: view.errors[block.block_id] ?? "" })),
			(each) => each.block.block_id,
			(each) => drawBlock(each.block, surfaceOf(view, pane), each.error),
		);
	}

	function focusFirst() {
		focusOn(body) || close.focus();
	}

	return { element, update, focusFirst };
}

/** Put the focus on the first field inside; whether there is one. @param {Element | null} inside */
function focusOn(inside) {
	const field = inside?.querySelector(FIELDS);
	if (!(field instanceof HTMLElement)) return false;
	field.focus();
	return true;
}
