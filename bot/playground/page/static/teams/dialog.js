// @ts-check
// Dialogs over the pane. The rest of the pane waits behind one; the rest of the page does not.
import { say } from "../api.js";
import { h } from "../dom.js";
import { drawCard, showErrors } from "./card.js";

/** @typedef {import("./types.js").Seen} Seen */
/** @typedef {import("./types.js").Act} Act */
/** @typedef {import("./types.js").Json} Json */

/** @param {HTMLElement} behind what waits while a dialog is open @param {Act} act */
export function makeDialogs(behind, act) {
	const layer = h("div", { class: "layer", hidden: true });
	/** @type {Map<string, {number: number, element: HTMLElement}>} each person's own, with what was typed into it */
	const open = new Map();
	/** @type {Element | null} */
	let opener = null;

	/** @param {Seen} seen */
	function show(seen) {
		const who = seen.me.key;
		if (!seen.dialog) {
			open.delete(who);
			if (!layer.hidden) close();
			return;
		}
		const there = open.get(who);
		if (there?.number === seen.dialog.number && layer.contains(there.element)) return;
		const element = there?.number === seen.dialog.number ? there.element : draw(seen.dialog);
		open.set(who, { number: seen.dialog.number, element });
		if (layer.hidden) opener = document.activeElement;
		layer.replaceChildren(element);
		layer.hidden = false;
		behind.inert = true;
		begin(element);
	}

	function close() {
		layer.hidden = true;
		layer.replaceChildren();
		behind.inert = false;
		const back = opener instanceof HTMLElement && opener.isConnected ? opener : behind.querySelector("h3[tabindex]");
		if (back instanceof HTMLElement) back.focus();
	}

	/** @param {NonNullable<Seen["dialog"]>} dialog */
	function draw({ number, title, card }) {
		const name = `dialog-${number}`;
		let busy = false;
		/** @param {Json} asked */
		async function ask(asked) {
			if (busy) return;
			busy = true;
			element.setAttribute("aria-busy", "true");
			const came = await act({ dialog: number, ...asked });
			busy = false;
			element.removeAttribute("aria-busy");
			if (came.missing) {
				showErrors(drawn, came.missing);
				begin(element);
			}
		}
		const drawn = drawCard(card, (button, inputs) => void ask({ do: "submit", button, inputs }));
		const shut = h("button", { class: "shut", "aria-label": "Close", title: "Close", onclick: () => ask({ do: "close" }) }, "✕");
		/** @param {KeyboardEvent} event */
		const key = (event) => {
			if (event.key === "Escape") void ask({ do: "close" });
		};
		const element = h(
			"div",
			{ class: "dialog", role: "dialog", "aria-labelledby": name, onkeydown: key },
			h("header", {}, h("h3", { id: name, tabindex: -1 }, title), shut),
			h("div", { class: "content" }, drawn),
		);
		return element;
	}

	return { layer, show };
}

/** Go to the first field that is wrong, else to the first one, and say what is wrong. @param {HTMLElement} dialog */
function begin(dialog) {
	const wrong = dialog.querySelector("[aria-invalid], [data-input]:has(.missing) :is(input, textarea, select)");
	const first = wrong ?? dialog.querySelector(".content :is(input, textarea, select)") ?? dialog.querySelector("h3");
	if (first instanceof HTMLElement) first.focus();
	const errors = [...dialog.querySelectorAll(".missing, .text:has(.attention)")].map((each) => each.textContent);
	if (errors.length) say(errors.join(" "));
}
