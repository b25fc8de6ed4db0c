// @ts-check
// Laying something over the pane. The rest of the pane rests meanwhile; the other chat does not.
import { h } from "../dom.js";

/** @param {Element} inside */
export function paneOf(inside) {
	return /** @type {HTMLElement} */ (inside.closest(".slack"));
}

/**
 * Lay a box over the pane until the answer is called; the focus then goes back to where it was.
 * @param {HTMLElement} from
 * @param {HTMLElement} box
 * @returns {() => void}
 */
export function cover(from, box) {
	const pane = paneOf(from);
	const layer = h("div", { class: "layer question" }, box);
	const resting = [...pane.children].filter((each) => each instanceof HTMLElement && !each.inert);
	resting.forEach((each) => each.toggleAttribute("inert", true));
	pane.append(layer);
	return () => {
		layer.remove();
		resting.forEach((each) => each.toggleAttribute("inert", false));
		if (from.isConnected) from.focus();
	};
}

/**
 * Change what a pane shows without taking the focus away: what was drawn anew is found again by its id, or by its row.
 * @param {HTMLElement} pane
 * @param {() => void} change
 */
export function keepingFocus(pane, change) {
	const active = document.activeElement;
	const held = active instanceof HTMLElement && pane.contains(active) ? active : null;
	const typed = held instanceof HTMLTextAreaElement || (held instanceof HTMLInputElement && held.type === "text") ? held : null;
	const [start, end] = [typed?.selectionStart ?? 0, typed?.selectionEnd ?? 0];
	const row = held?.closest("[data-key]")?.getAttribute("data-key");
	change();
	if (!held || held.isConnected) return;
	const again = held.id ? document.getElementById(held.id) : null;
	const found = again ?? (row ? pane.querySelector(`[data-key="${CSS.escape(row)}"]`) : null);
	if (!(found instanceof HTMLElement)) return;
	found.focus();
	if (typed && (found instanceof HTMLTextAreaElement || found instanceof HTMLInputElement)) found.setSelectionRange(start, end);
}
