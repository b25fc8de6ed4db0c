// @ts-check
// Making and mending elements. Text only ever becomes text: nothing here reads markup.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element with attributes, listeners (`onclick`, …) and children. `false`, null and undefined are left out; a
 * button sends no form unless it says so.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [given]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, given = {}, ...children) {
	const made = document.createElement(tag);
	if (made instanceof HTMLButtonElement) made.type = "button";
	if (tag === "button") made.setAttribute("type", "button");
	for (const [name, value] of Object.entries(given)) {
		if (name.startsWith("on")) made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
		else if (value === true) made.setAttribute(name, "");
		else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
	}
	put(made, children);
	return made;
}

/** Add children at the end. @param {Node} parent @param {(Child | Child[])[]} children */
export function put(parent, children) {
	for (const child of children.flat()) {
		if (child === null || child === undefined || child === false) continue;
		parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
	}
}

/**
 * Make a parent's children show a list: what stayed the same keeps its element (and its focus), what changed is drawn anew.
 * @template I
 * @param {Element} parent
 * @param {I[]} items
 * @param {(item: I) => string} key unique in the list
 * @param {(item: I) => HTMLElement} draw
 */
export function list(parent, items, key, draw) {
	const there = new Map([...parent.children].map((each) => [/** @type {HTMLElement} */ (each).dataset.key, each]));
	items.forEach((item, place) => {
		const signature = JSON.stringify(item);
		let element = /** @type {HTMLElement | undefined} */ (there.get(key(item)));
		if (!element || signatures.get(element) !== signature) {
			const drawn = draw(item);
			drawn.dataset.key = key(item);
			signatures.set(drawn, signature);
			if (element) element.replaceWith(drawn);
			element = drawn;
		}
		there.delete(key(item));
		if (parent.children[place] !== element) parent.insertBefore(element, parent.children[place] ?? null);
	});
	for (const gone of there.values()) gone.remove();
}

/** @type {WeakMap<Element, string>} */
const signatures = new WeakMap();
