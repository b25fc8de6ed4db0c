// @ts-check
// Where people write: messages, and slash commands with their hints.
import { h, list } from "../dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { busy, performAloud } from "./views.js";

/** @typedef {import("../api.js").Json} Json */

/**
 * Where what is written goes.
 * @typedef {object} Target
 * @property {string} key tells one draft from the others
 * @property {string} place
 * @property {string} thread the first message of the thread, if it goes into one
 * @property {string} label
 */

/** What was written and not sent. @type {Map<string, string>} */
const drafts = new Map();

/** A box to write in; `id` tells it from the other one. @param {import("./views.js").Pane} pane @param {string} id */
export function makeCompose(pane, id) {
	/** @type {Target | null} */
	let target = null;
	let chosen = 0;
	/** @type {Json[]} */
	let offered = [];

	const box = h("textarea", {
		rows: 1, id, "aria-autocomplete": "list", "aria-haspopup": "listbox",
		"aria-controls": `${id}-commands`, "aria-describedby": `${id}-hint`,
	});
	const hint = h("span", { class: "hint-words", id: `${id}-hint` });
	const written = h("span", { class: "written" });
	const commands = h("div", { class: "commands", role: "listbox", id: `${id}-commands`, "aria-label": "Commands", hidden: true });
	const note = h("p", { class: "note", role: "alert" });
	const shortcuts = h(
		"button",
		{ class: "plain", id: `${id}-shortcuts`, "aria-haspopup": "menu", "aria-label": "Shortcuts", title: "Shortcuts", onclick: offerShortcuts },
		icon("bolt"),
	);
	const send = h("button", { type: "submit", class: "plain send", "aria-label": "Send now", title: "Send now" }, icon("send"));
	const element = h(
		"form",
		{ class: "compose" },
		note,
		commands,
		h("div", { class: "paper" }, h("div", { class: "writing" }, h("div", { class: "ghost" }, written, hint), box), h("div", { class: "tools" }, shortcuts, send)),
	);

	element.onsubmit = (event) => {
		event.preventDefault();
		deliver();
	};
	box.oninput = typed;
	box.onblur = () => complete([]);
	box.onkeydown = (event) => {
		if (event.isComposing) return;
		const open = offered.length > 0;
		if (event.key === "Enter" && !event.shiftKey) {
			const exact = open && offered[chosen].name === box.value.trim();
			if (open && !exact) take(offered[chosen]);
			else deliver();
		} else if (open && event.key === "Tab") take(offered[chosen]);
		else if (open && event.key === "Escape") complete([]);
		else if (open && event.key === "ArrowDown") complete(offered, (chosen + 1) % offered.length);
		else if (open && event.key === "ArrowUp") complete(offered, (chosen + offered.length - 1) % offered.length);
		else return;
		event.preventDefault();
	};

	/** @returns {Json[]} */
	const known = () => (target?.thread ? [] : pane.screen().menu.commands);

	function typed() {
		note.textContent = "";
		if (target) drafts.set(target.key, box.value);
		const word = /^\/\S*$/.test(box.value) ? box.value : null;
		complete(word ? known().filter((each) => each.name.startsWith(word)) : []);
		refit();
	}

	/** The box as high as what is written, and the hint of a command that has no words yet. */
	function refit() {
		const command = known().find((each) => box.value === `${each.name} `);
		written.textContent = box.value;
		hint.textContent = command?.hint ?? "";
		box.style.height = "auto";
		box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
	}

	/** @param {Json[]} found @param {number} [place] */
	function complete(found, place = 0) {
		[offered, chosen] = [found, place];
		commands.hidden = found.length === 0;
		if (found.length) box.setAttribute("aria-activedescendant", `${id}-command-${place}`);
		else box.removeAttribute("aria-activedescendant");
		/** @type {Json[]} */
		const rows = found.map((each, at) => ({ ...each, at, chosen: at === place }));
		list(commands, rows, (each) => each.name, drawCommand);
	}

	/** @param {Json} each */
	function drawCommand(each) {
		return h(
			"div",
			{
				role: "option", id: `${id}-command-${each.at}`, "aria-selected": String(each.chosen),
				onpointerdown: (/** @type {Event} */ event) => (event.preventDefault(), take(each)),
			},
			h("strong", {}, each.name), " ", h("span", { class: "quiet" }, each.hint),
			h("span", { class: "about" }, `${each.does} · ${pane.screen().app.name}`),
		);
	}

	/** @param {Json} command */
	function take(command) {
		box.value = `${command.name} `;
		typed();
		box.focus();
	}

	async function deliver() {
		const text = box.value;
		if (!target || !text.trim()) return;
		const { place, thread, key } = target;
		const [name, ...rest] = text.split(/\s/);
		if (name.startsWith("/") && thread) {
			note.textContent = `${name} is not supported in threads. Sorry!`;
			return;
		}
		write("");
		const words = text.slice(name.length).trim();
		const asked = name.startsWith("/") && name.length > 1 ? { do: "command", name, text: rest.length ? words : "" } : { do: "say", text, ts: thread };
		const done = await pane.perform({ place, ...asked });
		if (!done.error) return;
		// What could not be sent is not lost.
		if (target.key === key && !box.value) write(text);
		else drafts.set(key, text);
		note.textContent = done.error;
	}

	/** @param {string} text */
	function write(text) {
		box.value = text;
		box.setSelectionRange(text.length, text.length);
		typed();
	}

	function offerShortcuts() {
		const { menu, app } = pane.screen();
		openMenu(
			shortcuts,
			menu.shortcuts
				.filter((/** @type {Json} */ each) => each.type === "global")
				.map((/** @type {Json} */ each) => ({
					label: each.name,
					about: app.name,
					choose: () => busy(shortcuts, () => performAloud(pane, { do: "shortcut", callback: each.callback })),
				})),
		);
	}

	/** @param {Target} to */
	function show(to) {
		const moved = to.key !== target?.key;
		target = to;
		box.placeholder = to.label;
		box.setAttribute("aria-label", to.label);
		shortcuts.hidden = !pane.screen().menu.shortcuts.some((/** @type {Json} */ each) => each.type === "global");
		if (moved) write(drafts.get(to.key) ?? "");
	}

	return { element, box, show };
}
