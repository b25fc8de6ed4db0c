// @ts-check
// What must hold for a post to be approved, in the sentences of its cards.
import { h, list } from "../dom.js";
import { short } from "./telling.js";

/** @typedef {import("../api.js").Json} Json */

/** @type {Record<string, string>} */
const STATUS = { met: "met", pending: "pending", waiting: "later", blocked: "blocked", unfillable: "nobody can" };

/** @param {HTMLElement} panel @param {Json | null} seen */
export function drawTree(panel, seen) {
	const parts = seen ? [{ key: "words", ...seen.head }, { key: "tree", ...seen.tree }] : [];
	list(panel, parts, (part) => part.key, (part) => (part.key === "words" ? words(part) : tree(part)));
}

/** @param {Json} head */
function words(head) {
	return h("div", { class: "head" },
		h("blockquote", {}, head.words),
		h("p", { class: "quiet small" },
			`Revision ${head.revision} by ${head.author}, for ${head.channels || "no channel yet"}, ${head.wanted}. Decisions bind to `,
			h("code", { title: head.hash }, short(head.hash))));
}

/** @param {Json} tree */
function tree(tree) {
	const desks = tree.desks.map(branch);
	const would = tree.would.map((/** @type {string} */ words) => h("li", { class: "branch" }, words));
	const title = tree.approved ? "Approved: all of this holds" : would.length ? "If it were sent now, these would be asked" : "Approved if all of this holds";
	return h("div", {}, h("h3", {}, title), h("ul", { class: "tree" }, [...desks, ...would]));
}

/** @param {Json} desk */
function branch(desk) {
	return h("li", { class: `branch ${desk.status}` },
		h("p", { class: "says" }, h("span", { class: "mark", "aria-hidden": "true" }, desk.mark), ` ${desk.says} `, h("span", { class: "chip" }, STATUS[desk.status])),
		h("p", { class: "quiet small" }, desk.asks),
		h("ul", { class: "people" }, desk.people.map((/** @type {Json} */ one) => h("li", {}, h("span", { class: "chip quiet" }, one.state), ` ${one.says}`))));
}
