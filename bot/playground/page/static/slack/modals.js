// @ts-check
// Forms over the pane, stacked: the last one is on top, the others wait with all that was typed.
import { h, list } from "../dom.js";
import { makeModal } from "./modal.js";

/** @typedef {import("../api.js").Json} Json */
/** @typedef {import("./views.js").Pane} Pane */

/**
 * Where the pane's modals stand; `show` makes them those of a screen.
 * @param {Pane} pane
 * @param {HTMLElement} beneath what rests while a modal is open
 */
export function makeModals(pane, beneath) {
	const layer = h("div", { class: "layer modals", hidden: true });
	/** @type {Map<string, ReturnType<typeof makeModal>>} */
	const open = new Map();
	/** @type {Element | null} */
	let opener = null;

	/** @param {Json[]} views */
	function show(views) {
		const before = [...open.keys()].at(-1);
		const top = views.at(-1)?.id;
		if (!before && top) opener = document.activeElement;
		for (const id of open.keys()) if (!views.some((each) => each.id === id)) open.delete(id);
		for (const view of views) {
			const modal = open.get(view.id) ?? makeModal(pane, view);
			open.set(view.id, modal);
			modal.update(view, view.id === top);
		}
		list(layer, views.map(({ id }) => ({ id })), (each) => each.id, (each) => the(each.id).element);
		layer.hidden = views.length === 0;
		layer.dataset.depth = String(views.length);
		// A question laid over the pane ends its rest itself.
		if (!pane.root.querySelector(":scope > .question")) beneath.inert = views.length > 0;
		if (top && top !== before && mayFocus(pane.root)) the(top).focusFirst();
		if (!top && before && mayFocus(pane.root)) giveBack();
	}

	function giveBack() {
		const again = opener?.isConnected ? opener : opener?.id ? document.getElementById(opener.id) : null;
		const compose = /** @type {HTMLElement | null} */ (beneath.querySelector(".compose textarea"));
		(again instanceof HTMLElement && again !== document.body ? again : compose)?.focus();
	}

	/** @param {string} id */
	function the(id) {
		const modal = open.get(id);
		if (!modal) throw new Error(`no modal ${id}`);
		return modal;
	}

	return { layer, show };
}

/** Whether nobody is busy elsewhere on the page. @param {HTMLElement} root */
function mayFocus(root) {
	return document.activeElement === document.body || root.contains(document.activeElement);
}
