// @ts-check
// Where messages are typed: with the mention that the app needs among others, its commands, and its message extension.
import { h } from "../dom.js";
import { say } from "../api.js";
import { menuButton } from "./menu.js";

/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Chat} Chat */

/** What the app's manifest calls each kind of chat. */
const SCOPES = { personal: "personal", groupChat: "groupChat", channel: "team" };
let made = 0;

/**
 * @param {object} given
 * @param {string} given.label
 * @param {Chat} given.chat
 * @param {string} given.app
 * @param {Json} given.menu
 * @param {(text: string) => void} given.send
 * @param {((command: string) => void) | null} given.extend starts a command of the message extension; null where there is none
 */
export function composeBox({ label, chat, app, menu, send, extend }) {
	const name = `${app}`;
	const id = `compose-${++made}`;
	const box = h("textarea", { id, rows: 1, oninput: typed, onkeydown: key, placeholder: label, "aria-describedby": `${id}-hint` });
	const offer = h("button", { class: "offer", hidden: true, onclick: mention }, `Mention @${name}`);
	const tools = h("div", { class: "tools" });
	const hint = h("p", { class: "hint", id: `${id}-hint` });
	const form = h(
		"form",
		{ class: "compose", onsubmit: submit },
		h("label", { for: id, class: "said" }, label),
		offer,
		h("div", { class: "row" }, box, h("button", { type: "submit", class: "send", title: "Send" }, "Send")),
		tools,
		hint,
	);
	show(chat);

	/** Offer what fits the chat as it is now. @param {Chat} now */
	function show(now) {
		chat = now;
		const called = now.has_app && now.scope !== "personal";
		hint.textContent = called ? `${name} hears only what mentions it.` : "";
		tools.replaceChildren(
			...(extend ? [extensionMenu(extend)] : []),
			...(called ? [h("button", { onclick: mention }, `@${name}`)] : []),
			...(now.has_app ? [menuButton("Commands", `${name}'s commands`, commands)] : []),
		);
	}

	/** @param {(command: string) => void} start */
	function extensionMenu(start) {
		return menuButton("+", "Actions and apps", () =>
			extensionCommands(menu, "compose").map((each) => ({
				title: each.title,
				about: each.description,
				choose: () => start(each.id),
			})),
		);
	}

	function commands() {
		const lists = menu.bots.flatMap((/** @type {Json} */ bot) => bot.commandLists);
		const mine = lists.filter((/** @type {Json} */ each) => each.scopes.includes(SCOPES[chat.scope]));
		return mine
			.flatMap((/** @type {Json} */ each) => each.commands)
			.map((/** @type {Json} */ each) => ({ title: each.title, about: each.description, choose: () => command(each.title) }));
	}

	/** @param {string} words */
	function command(words) {
		put(chat.scope === "personal" ? `${words} ` : `@${name} ${words} `);
	}

	function mention() {
		put(box.value.replace(/@\w*$/, "").concat(`@${name} `));
	}

	/** @param {string} text */
	function put(text) {
		box.value = text;
		box.focus();
		typed();
	}

	function typed() {
		const begun = /(?:^|\s)@(\w*)$/.exec(box.value)?.[1];
		const offered = begun !== undefined && hint.textContent !== "" && name.toLowerCase().startsWith(begun.toLowerCase());
		if (offered && offer.hidden) say(`Press Enter to mention ${name}.`);
		offer.hidden = !offered;
		box.style.height = "auto";
		box.style.height = `${box.scrollHeight}px`;
	}

	/** @param {KeyboardEvent} event */
	function key(event) {
		if (event.key === "Escape") offer.hidden = true;
		if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		if (offer.hidden) form.requestSubmit();
		else mention();
	}

	/** @param {Event} event */
	function submit(event) {
		event.preventDefault();
		const text = box.value.trim();
		if (!text) return;
		send(text);
		put("");
	}

	return { form, box, show };
}

/**
 * The message extension's commands that the manifest offers in a context: `compose` or `message`.
 * @param {Json} menu
 * @param {string} context
 * @returns {Json[]}
 */
export function extensionCommands(menu, context) {
	return menu.extensions.flatMap((/** @type {Json} */ each) => each.commands).filter((/** @type {Json} */ each) => each.context.includes(context));
}
