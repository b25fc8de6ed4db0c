// @ts-check
// A menu that opens at a button: arrows move, Enter chooses, Escape closes.
import { h } from "../dom.js";
import { paneOf } from "./overlay.js";

/** @typedef {{label: string, about?: string, choose: () => void}} Entry */

/** Open a menu at a button. @param {HTMLElement} anchor @param {Entry[]} entries */
export function openMenu(anchor, entries) {
	const pane = paneOf(anchor);
	const items = entries.map((entry) =>
		h(
			"button",
			{ role: "menuitem", tabindex: -1, onclick: () => (close(), entry.choose()) },
			h("span", {}, entry.label),
			entry.about && h("span", { class: "about" }, entry.about),
		),
	);
	const menu = h("div", { class: "menu", role: "menu", "aria-label": anchor.getAttribute("aria-label") ?? anchor.textContent }, items);
	function close() {
		menu.remove();
		anchor.setAttribute("aria-expanded", "false");
		document.removeEventListener("pointerdown", elsewhere, true);
		anchor.focus();
	}
	/** @param {Event} event */
	function elsewhere(event) {
		if (event.target instanceof Node && !menu.contains(event.target)) close();
	}
	menu.onkeydown = (event) => {
		const place = items.findIndex((each) => each === document.activeElement);
		const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: items.length - 1 }[event.key];
		if (next !== undefined) items.at(next % items.length)?.focus();
		else if (event.key === "Escape" || event.key === "Tab") close();
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
	pane.append(menu);
	const [at, within] = [anchor.getBoundingClientRect(), pane.getBoundingClientRect()];
	const above = at.bottom + menu.offsetHeight > within.bottom;
	const top = above ? at.top - within.top - menu.offsetHeight : at.bottom - within.top;
	const left = Math.min(at.left - within.left, within.width - menu.offsetWidth - 8);
	menu.style.top = `${Math.max(4, top)}px`;
	menu.style.left = `${Math.max(4, left)}px`;
	anchor.setAttribute("aria-expanded", "true");
	document.addEventListener("pointerdown", elsewhere, true);
	items[0]?.focus();
}
