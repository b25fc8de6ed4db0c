// @ts-check
// Block Kit's interactive elements, as native controls.
import { h } from "../dom.js";
import { confirmed } from "./confirm.js";
import { openMenu } from "./menu.js";
import { literal, words } from "./mrkdwn.js";
import { cannotDraw } from "./rich.js";

/** @typedef {import("../api.js").Json} Json */
/** @typedef {import("./blocks.js").Surface} Surface */
/** @typedef {import("./blocks.js").Filled} Filled */
/** @typedef {Record<string, string | null>} Given attributes that a form adds */

/**
 * One element in its place.
 * @typedef {object} Placed
 * @property {Json} block
 * @property {Json} element
 * @property {Surface} surface
 * @property {string} id
 * @property {Given} given
 */

/** @type {Record<string, (placed: Placed) => HTMLElement>} */
export const ELEMENTS = {
	button,
	overflow,
	plain_text_input: typing,
	url_text_input: typing,
	email_text_input: typing,
	static_select: select,
	multi_static_select: checkboxes,
	checkboxes,
	radio_buttons: radios,
	datepicker: (placed) => picker(placed, "date"),
	timepicker: (placed) => picker(placed, "time"),
};
/** Elements of several controls, which a legend names instead of a label. */
export const GROUPS = new Set(["checkboxes", "multi_static_select", "radio_buttons"]);
const NEAR_THE_END = 50;

/**
 * One interactive element.
 * @param {Json} block
 * @param {Json} element
 * @param {Surface} surface
 * @param {Given} [given]
 * @returns {HTMLElement}
 */
export function draw(block, element, surface, given = {}) {
	const id = `${surface.id}-${block.type === "input" ? `${block.block_id}-` : ""}${element.action_id}`;
	// What stands alone has no label beside it.
	/** @type {Given} */
	const alone = block.type === "input" || element.type === "button" ? {} : { "aria-label": nameOf(element, surface) };
	return ELEMENTS[element.type]?.({ block, element, surface, id, given: { ...alone, ...given } }) ?? cannotDraw(element.type);
}

/** @param {Json} element @param {Surface} surface */
function nameOf(element, { reading }) {
	return literal(element.placeholder, reading) || (element.type === "overflow" ? "More actions" : "Choose");
}

/**
 * What a field holds now; outside a form the app hears of it at once.
 * @param {Placed} placed
 * @param {Filled} filled
 * @param {HTMLElement} from
 */
async function put({ block, element, surface }, filled, from) {
	surface.fill(block, element, filled);
	if (block.type === "input" && !block.dispatch_action) return;
	if (await confirmed(element.confirm, surface.reading, from)) surface.use(block, element, filled, from);
}

/** @param {Placed} placed */
function button({ block, element, surface, id }) {
	const made = h("button", { id, class: `btn ${element.style ?? ""}` }, literal(element.text, surface.reading));
	if (element.accessibility_label) made.setAttribute("aria-label", element.accessibility_label);
	made.onclick = async () => {
		if (made.getAttribute("aria-busy")) return;
		if (await confirmed(element.confirm, surface.reading, made)) surface.use(block, element, null, made);
	};
	return made;
}

/** @param {Placed} placed */
function overflow({ block, element, surface, id, given }) {
	const made = h("button", { id, class: "btn more", "aria-haspopup": "menu", ...given }, "⋯");
	made.onclick = () =>
		openMenu(
			made,
			element.options.map((/** @type {Json} */ option) => ({
				label: literal(option.text, surface.reading),
				about: literal(option.description, surface.reading),
				choose: async () => {
					if (await confirmed(element.confirm, surface.reading, made)) surface.use(block, element, option.value, made);
				},
			})),
		);
	return made;
}

/** @param {Placed} placed */
function typing(placed) {
	const { element, surface, block, id, given } = placed;
	const type = { url_text_input: "url", email_text_input: "email" }[String(element.type)] ?? "text";
	const shared = { id, placeholder: literal(element.placeholder, surface.reading) || null, ...given };
	const made = element.multiline ? h("textarea", { rows: 5, ...shared }) : h("input", { type, ...shared });
	made.value = String(surface.held(block, element) ?? "");
	const left = h("span", { class: "left", "aria-hidden": "true" });
	const count = () => {
		const room = (element.max_length ?? Infinity) - made.value.length;
		left.textContent = room <= NEAR_THE_END ? String(room) : "";
		left.classList.toggle("over", room < 0);
	};
	made.oninput = () => {
		surface.fill(block, element, made.value);
		count();
	};
	count();
	return h("div", { class: "typing" }, made, left);
}

/** @param {Placed} placed */
function select(placed) {
	const { element, surface, block, id, given } = placed;
	/** @param {Json} each */
	const option = (each) => h("option", { value: each.value }, literal(each.text, surface.reading));
	const made = h(
		"select",
		{ id, ...given },
		h("option", { value: "" }, literal(element.placeholder, surface.reading) || "Select an option"),
		(element.options ?? []).map(option),
		(element.option_groups ?? []).map((/** @type {Json} */ group) =>
			h("optgroup", { label: literal(group.label, surface.reading) }, group.options.map(option)),
		),
	);
	made.value = String(surface.held(block, element) ?? "");
	made.onchange = () => put(placed, made.value || null, made);
	return made;
}

/** @param {Placed} placed */
function checkboxes(placed) {
	return group(placed, "checkbox", (boxes, from) => {
		put(placed, boxes.filter((each) => each.checked).map((each) => each.value), from);
	});
}

/** @param {Placed} placed */
function radios(placed) {
	return group(placed, "radio", (_, from) => {
		put(placed, from.value, from);
	});
}

/**
 * @param {Placed} placed
 * @param {"checkbox" | "radio"} type
 * @param {(boxes: HTMLInputElement[], from: HTMLInputElement) => void} changed
 */
function group({ element, surface, block, id, given }, type, changed) {
	const held = [surface.held(block, element) ?? []].flat();
	const options = [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((/** @type {Json} */ each) => each.options)];
	/** @type {HTMLInputElement[]} */
	const boxes = [];
	const { "aria-describedby": described, "aria-invalid": invalid, ...named } = given;
	const rows = options.map((option, place) => {
		const box = h("input", { type, id: `${id}-${place}`, name: id, value: option.value, "aria-describedby": described });
		if (invalid && type === "checkbox") box.setAttribute("aria-invalid", invalid);
		box.checked = held.includes(option.value);
		box.onchange = () => changed(boxes, box);
		boxes.push(box);
		const about = option.description && h("span", { class: "about" }, words(option.description, surface.reading));
		return h("label", { class: "option" }, box, h("span", {}, words(option.text, surface.reading), about));
	});
	return h("div", { class: "options", role: block.type === "input" ? null : "group", ...named }, rows);
}

/** @param {Placed} placed @param {"date" | "time"} type */
function picker(placed, type) {
	const { element, surface, block, id, given } = placed;
	const made = h("input", { type, id, ...given });
	made.value = String(surface.held(block, element) ?? "");
	made.onchange = () => put(placed, made.value || null, made);
	return made;
}
