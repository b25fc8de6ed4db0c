// @ts-check
// Block Kit's blocks, as a message, a form or Home shows them.
import { h } from "../dom.js";
import { draw as drawElement, GROUPS } from "./elements.js";
import { literal, words } from "./mrkdwn.js";
import { cannotDraw, rich } from "./rich.js";

/** @typedef {import("../api.js").Json} Json */
/** @typedef {import("./mrkdwn.js").Reading} Reading */
/** @typedef {string | string[] | null} Filled what is typed or chosen: words, an option's value, several of them */

/**
 * Where blocks stand, and what becomes of using them.
 * @typedef {object} Surface
 * @property {string} id begins the id of everything in it
 * @property {Reading} reading
 * @property {(block: Json, element: Json) => Filled} held what stands in a field
 * @property {(block: Json, element: Json, filled: Filled) => void} fill somebody put something into a field
 * @property {(block: Json, element: Json, filled: Filled, from: HTMLElement) => void} use somebody used it
 */

/** @type {Record<string, (block: Json, surface: Surface, error: string) => Node>} */
export const BLOCKS = {
	section,
	header: (block, { reading }) => h("h3", { class: "header" }, literal(block.text, reading)),
	divider: () => h("hr"),
	context,
	actions,
	image,
	input,
	rich_text: (block, { reading }) => rich(block, reading),
	markdown: (block) => h("div", { class: "text" }, block.text),
};

/**
 * One block.
 * @param {Json} block
 * @param {Surface} surface
 * @param {string} [error] what is wrong with what stands in it
 * @returns {HTMLElement}
 */
export function drawBlock(block, surface, error = "") {
	const drawn = BLOCKS[block.type]?.(block, surface, error) ?? cannotDraw(block.type);
	return h("div", { class: `block ${block.type}` }, drawn);
}

/** @param {Json} block @param {Surface} surface */
function section(block, surface) {
	const said = block.text && h("div", { class: "text" }, words(block.text, surface.reading));
	const fields = (block.fields ?? []).map((/** @type {Json} */ each) =>
		h("div", { class: "text" }, words(each, surface.reading)),
	);
	const beside = block.accessory;
	return h(
		"div",
		{ class: "beside" },
		h("div", { class: "lines" }, said, fields.length > 0 && h("div", { class: "fields" }, fields)),
		beside && (beside.type === "image" ? picture(beside) : drawElement(block, beside, surface)),
	);
}

/** @param {Json} block @param {Surface} surface */
function context(block, { reading }) {
	const parts = block.elements.map((/** @type {Json} */ each) =>
		each.type === "image" ? picture(each) : h("span", { class: "text" }, words(each, reading)),
	);
	return h("div", { class: "small" }, parts);
}

/** @param {Json} block @param {Surface} surface */
function actions(block, surface) {
	return h("div", { class: "row" }, block.elements.map((/** @type {Json} */ each) => drawElement(block, each, surface)));
}

/** @param {Json} block @param {Surface} surface */
function image(block, { reading }) {
	return h("div", {}, block.title && h("p", {}, literal(block.title, reading)), picture(block));
}

/** Pictures live elsewhere on the network, where this page does not go. @param {Json} shown */
function picture(shown) {
	return h("span", { class: "picture", role: "img", "aria-label": shown.alt_text }, shown.alt_text);
}

/** @param {Json} block @param {Surface} surface @param {string} error */
function input(block, surface, error) {
	const { reading } = surface;
	const id = `${surface.id}-${block.block_id}`;
	const label = [literal(block.label, reading), block.optional && h("span", { class: "optional" }, " (optional)")];
	const hint = block.hint && h("p", { class: "hint", id: `${id}-hint` }, literal(block.hint, reading));
	const wrong = error && h("p", { class: "error", id: `${id}-error` }, error);
	const field = drawElement(block, block.element, surface, {
		"aria-describedby": [hint && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(" ") || null,
		"aria-invalid": error ? "true" : null,
	});
	return GROUPS.has(block.element.type)
		? h("fieldset", { class: "field" }, h("legend", {}, label), field, hint, wrong)
		: h("div", { class: "field" }, h("label", { for: `${id}-${block.element.action_id}` }, label), field, hint, wrong);
}
