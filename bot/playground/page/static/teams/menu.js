// @ts-check
// A button that opens a menu: arrows move, Escape and a click elsewhere close, focus comes back to the button.
import { h } from "../dom.js";

/** @typedef {{title: string, about?: string, choose: () => void}} Item */

/**
 * @param {string} words on the button
 * @param {string} name what the menu is called
 * @param {() => Item[]} items asked for whenever it opens
 * @param {Record<string, unknown>} [look]
 */
export function menuButton(words, name, items, look = {}) {
	const menu = h("div", { class: "menu", role: "menu", "aria-label": name, hidden: true, onkeydown: keys });
	const button = h(
		"button",
		{ "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": name, title: name, onclick: toggle, ...look },
		words,
	);
	const holder = h("div", { class: "holder" }, button, menu);

	function toggle() {
		if (menu.hidden) open();
		else close();
	}

	function open() {
		menu.replaceChildren(...items().map(entry));
		menu.hidden = false;
		button.setAttribute("aria-expanded", "true");
		document.addEventListener("pointerdown", elsewhere);
		entries()[0]?.focus();
	}

	function close() {
		menu.hidden = true;
		button.setAttribute("aria-expanded", "false");
		document.removeEventListener("pointerdown", elsewhere);
		button.focus();
	}

	/** @param {Item} item */
	function entry(item) {
		const about = item.about ? h("span", { class: "about" }, item.about) : null;
		const choose = () => {
			close();
			item.choose();
		};
		return h("button", { role: "menuitem", tabindex: -1, onclick: choose }, h("span", {}, item.title), about);
	}

	function entries() {
		return /** @type {HTMLElement[]} */ ([...menu.children]);
	}

	/** @param {Event} event */
	function elsewhere(event) {
		if (!holder.contains(/** @type {Node} */ (event.target))) close();
	}

	/** @param {KeyboardEvent} event */
	function keys(event) {
		const all = entries();
		const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
		const steps = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 };
		if (event.key === "Escape" || event.key === "Tab") close();
		if (event.key in steps) all[steps[/** @type {keyof typeof steps} */ (event.key)] % all.length]?.focus();
		if (event.key === "Escape" || event.key in steps) {
			event.preventDefault();
			event.stopPropagation();
		}
	}

	return holder;
}
