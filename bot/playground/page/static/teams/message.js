// @ts-check
// One message: a bubble in a chat, a post or a reply in a channel.
import { h } from "../dom.js";
import { called, drawCard } from "./card.js";
import { extensionCommands } from "./compose.js";
import { drawn, mentions, typed } from "./markdown.js";
import { menuButton } from "./menu.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Json} Json */

/**
 * @param {Message} message
 * @param {object} given
 * @param {string} given.zone
 * @param {Json} given.menu
 * @param {(button: number, values: Json) => void} given.press
 * @param {(command: string) => void} given.extend starts a command of the message extension on this message
 */
export function drawMessage(message, { zone, menu, press, extend }) {
	const classes = ["message", message.mine ? "mine" : "", message.by_app ? "app" : "", message.calls ? "calls" : ""];
	return h(
		"article",
		{ class: classes.filter(Boolean).join(" "), tabindex: -1, "aria-label": `${message.author}, ${time(message.at, zone)}` },
		h("span", { class: "avatar", "aria-hidden": "true" }, initials(message.author)),
		h(
			"div",
			{ class: "bubble" },
			h(
				"div",
				{ class: "byline" },
				h("strong", {}, message.author),
				h("time", { datetime: message.at }, time(message.at, zone)),
				message.edited && !message.deleted ? h("span", {}, "Edited") : null,
				message.calls ? h("span", { class: "mention" }, "@ you") : null,
				message.deleted ? null : messageMenu(message, menu, extend),
			),
			message.deleted ? h("p", { class: "gone" }, "This message has been deleted.") : words(message),
			message.card ? drawCard(message.card, press) : null,
		),
	);
}

/** @param {Message} message */
function words(message) {
	if (!message.text) return null;
	const text = message.text_format === "markdown" ? drawn(message.text) : typed(message.text);
	return h("p", { class: "text" }, called(text, mentions(message.text)));
}

/** @param {Message} message @param {Json} menu @param {(command: string) => void} extend */
function messageMenu(message, menu, extend) {
	return menuButton("⋯", `More options for the message of ${message.author}`, () =>
		extensionCommands(menu, "message").map((each) => ({
			title: each.title,
			about: each.description,
			choose: () => extend(each.id),
		})),
	);
}

/** @param {string} at @param {string} zone */
export function time(at, zone) {
	const look = { timeZone: zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
	return new Intl.DateTimeFormat("en-GB", /** @type {Intl.DateTimeFormatOptions} */ (look)).format(new Date(at));
}

/** @param {string} name */
export function initials(name) {
	const parts = name.split(" ").filter(Boolean);
	return parts.map((part) => [...part][0]).slice(0, 2).join("").toUpperCase();
}
