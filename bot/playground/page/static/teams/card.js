// @ts-check
// Adaptive Cards, drawn: the elements that Copydesk sends, and no others. What is not known says so.
import { h } from "../dom.js";
import { drawn, mentions, runDrawn } from "./markdown.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {Record<string, string | string[]>} Values */
/** @typedef {(button: number, values: Values, title: string) => void} Press */

/** Inputs, labels and errors need ids of their own on a page that shows many cards. */
let made = 0;

/** One card being drawn. */
class Drawing {
	/** @param {Press} press */
	constructor(press) {
		this.press = press;
		this.name = `card-${++made}`;
		this.buttons = 0;
		/** @type {Map<string, () => string | string[]>} */
		this.inputs = new Map();
	}

	/** @returns {Values} */
	values() {
		return Object.fromEntries([...this.inputs].map(([id, read]) => [id, read()]));
	}
}

/**
 * Draw a card. `press` is told a button's place among the card's buttons, what the inputs hold, and its words.
 * @param {Json} card
 * @param {Press} press
 * @returns {HTMLElement}
 */
export function drawCard(card, press) {
	const drawing = new Drawing(press);
	const body = elements(card.body ?? [], drawing);
	const actions = (card.actions ?? []).length ? [actionRow(card.actions, drawing)] : [];
	return h("div", { class: "card" }, body, actions);
}

/**
 * Errors beside inputs, by the input's id; what was there before goes.
 * @param {HTMLElement} card
 * @param {Record<string, string>} errors
 */
export function showErrors(card, errors) {
	card.querySelectorAll(".missing").forEach((old) => old.remove());
	for (const field of card.querySelectorAll("[data-input]")) {
		const error = errors[/** @type {HTMLElement} */ (field).dataset.input ?? ""];
		if (error) field.append(h("p", { class: "missing" }, error));
	}
}

/** @param {Json[]} items @param {Drawing} drawing */
function elements(items, drawing) {
	/** @type {HTMLElement[]} */
	const all = [];
	/** @type {HTMLElement | null} */
	let input = null;
	for (const item of items) {
		const one = element(item, drawing);
		one.classList.add(`space-${item.spacing ?? "default"}`);
		if (item.separator) one.classList.add("separated");
		if (one.dataset.input) input = one;
		// A hint or an error stands right under its input.
		else if (input && item.spacing === "none") describes(one, input, isError(item), `${drawing.name}-${all.length}`);
		else input = null;
		all.push(one);
	}
	return all;
}

/** @param {HTMLElement} words @param {HTMLElement} field @param {boolean} wrong @param {string} id */
function describes(words, field, wrong, id) {
	words.id = id;
	for (const control of field.querySelectorAll("input, textarea, select")) {
		control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
		if (wrong) control.setAttribute("aria-invalid", "true");
	}
}

/** @param {Json} item */
function isError(item) {
	return (item.inlines ?? []).some((/** @type {Json} */ run) => run.color === "attention");
}

/** @param {Json} item @param {Drawing} drawing @returns {HTMLElement} */
function element(item, drawing) {
	switch (item.type) {
		case "TextBlock":
			return h("p", { class: "text" }, called(drawn(item.text), mentions(item.text)));
		case "RichTextBlock":
			return h("p", { class: "text" }, item.inlines.map(run));
		case "Container":
			return h("div", { class: `box ${item.style ?? ""}` }, elements(item.items, drawing));
		case "ActionSet":
			return actionRow(item.actions, drawing);
		case "Input.Text":
			return item.isMultiline
				? labelled(item, drawing, h("textarea", { rows: 4, maxlength: item.maxLength }))
				: labelled(item, drawing, h("input", { type: "text", maxlength: item.maxLength }));
		case "Input.Date":
			return labelled(item, drawing, h("input", { type: "date" }));
		case "Input.Time":
			return labelled(item, drawing, h("input", { type: "time" }));
		case "Input.ChoiceSet":
			return item.isMultiSelect ? ticks(item, drawing) : labelled(item, drawing, select(item));
		default:
			return cannot(item.type);
	}
}

/** @param {unknown} kind */
function cannot(kind) {
	return h("p", { class: "cannot" }, `The playground can't draw ${kind}.`);
}

/** @param {Json} one */
function run(one) {
	if (one.type !== "TextRun") return cannot(one.type);
	const look = [one.weight, one.size, one.color, one.isSubtle ? "subtle" : ""].filter(Boolean).join(" ");
	return h("span", { class: look || null }, runDrawn(one.text));
}

/**
 * Words in which the names of people who are called stand out.
 * @param {string} text
 * @param {string[]} names
 * @returns {(string | HTMLElement)[]}
 */
export function called(text, names) {
	const [name, ...others] = names;
	if (!name) return [text];
	const from = text.indexOf(name);
	if (from < 0) return called(text, others);
	const rest = text.slice(from + name.length);
	return [text.slice(0, from), h("span", { class: "mention" }, name), ...called(rest, others)];
}

/** @param {Json[]} actions @param {Drawing} drawing */
function actionRow(actions, drawing) {
	return h("div", { class: "actions" }, actions.map((each) => action(each, drawing)));
}

/** @param {Json} one @param {Drawing} drawing */
function action(one, drawing) {
	const place = drawing.buttons++;
	if (one.type !== "Action.Submit" && one.type !== "Action.Execute") return cannot(one.type);
	const sends = one.associatedInputs !== "none";
	const press = () => drawing.press(place, sends ? drawing.values() : {}, one.title);
	return h("button", { class: `action ${one.style}`, onclick: press }, one.title);
}

/** @param {Json} item @param {Drawing} drawing @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control */
function labelled(item, drawing, control) {
	control.id = `${drawing.name}-${item.id}`;
	if (item.value) control.value = item.value;
	drawing.inputs.set(item.id, () => control.value);
	return h("div", { class: "field", "data-input": item.id }, h("label", { for: control.id }, item.label), control);
}

/** @param {Json} item */
function select(item) {
	const none = item.value ? null : h("option", { value: "", selected: true, disabled: true, hidden: true }, "Choose…");
	const options = item.choices.map((/** @type {Json} */ choice) => h("option", { value: choice.value }, choice.title));
	return h("select", {}, none, options);
}

/** @param {Json} item @param {Drawing} drawing */
function ticks(item, drawing) {
	const chosen = String(item.value ?? "").split(",");
	const boxes = item.choices.map((/** @type {Json} */ choice) =>
		h("input", { type: "checkbox", value: choice.value, checked: chosen.includes(choice.value) }),
	);
	const rows = boxes.map((/** @type {HTMLInputElement} */ box, /** @type {number} */ at) =>
		h("label", { class: "tick" }, box, " ", h("span", {}, drawn(item.choices[at].title))),
	);
	drawing.inputs.set(item.id, () =>
		boxes.filter((/** @type {HTMLInputElement} */ box) => box.checked).map((/** @type {HTMLInputElement} */ box) => box.value),
	);
	return h("fieldset", { class: "field", "data-input": item.id }, h("legend", {}, item.label), rows);
}
