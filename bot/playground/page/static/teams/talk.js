// @ts-check
// A conversation: bubbles in a chat, posts with their replies in a channel, and where to type. What is typed and where
// one has scrolled stay as they are while the messages change.
import { h, list } from "../dom.js";
import { composeBox } from "./compose.js";
import { menuButton } from "./menu.js";
import { drawMessage } from "./message.js";

/** @typedef {import("./types.js").Seen} Seen */
/** @typedef {import("./types.js").Chat} Chat */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Json} Json */
/** @typedef {import("./types.js").Act} Act */

/** So near to the end counts as reading the newest. */
const NEAR = 60;

/** One chat as one person sees it. */
export class Talk {
	/** @param {Seen} seen @param {Chat} chat @param {Act} act */
	constructor(seen, chat, act) {
		this.chat = chat;
		this.act = act;
		this.menu = seen.menu;
		this.app = seen.app;
		this.zone = seen.me.zone;
		/** @type {Set<string>} */
		this.busy = new Set();
		/** @type {Map<string, Message>} */
		this.shown = new Map();
		this.title = h("h3", { tabindex: -1 });
		this.members = h("p", { class: "members" });
		this.options = h("div", { class: "options" });
		this.invitation = h("div", { class: "invitation" });
		/** @type {number | null} how far up one reads; null at the newest */
		this.away = null;
		/** @type {number | null} where a card's top was brought into sight, which may be near the end */
		this.brought = null;
		this.messages = h("div", { class: "messages", tabindex: 0, role: "log", "aria-label": `Messages in ${chat.name}`, onscroll: () => this.scrolled() });
		this.box = composeBox({
			label: chat.scope === "channel" ? "Start a post" : "Type a message",
			chat,
			app: seen.app,
			menu: seen.menu,
			send: (text) => this.do({ do: "say", text }),
			extend: (command) => this.do({ do: "compose", command }),
		});
		this.root = h(
			"div",
			{ class: `talk ${chat.scope}` },
			h("header", {}, h("div", {}, this.title, this.members), this.options),
			this.invitation,
			this.messages,
			this.box.form,
		);
	}

	/** @param {Json} asked */
	do(asked) {
		return this.act({ chat: this.chat.id, ...asked });
	}

	/**
	 * Show what stands there now. `kept` are messages that stay as they are drawn until they are refreshed.
	 * @param {Seen} seen
	 * @param {Chat} chat
	 * @param {Set<string>} kept
	 */
	show(seen, chat, kept) {
		this.about(chat);
		const messages = seen.messages.map((each) => (kept.has(each.id) && this.shown.get(each.id)) || each);
		this.shown = new Map(messages.map((each) => [each.id, each]));
		keepingFocus(this.messages, () => {
			if (chat.scope === "channel") this.threads(messages);
			else list(this.messages, messages, (each) => each.id, (each) => this.draw(each));
		});
		this.messages.scrollTop = this.away ?? this.messages.scrollHeight;
	}

	scrolled() {
		const { scrollHeight, scrollTop, clientHeight } = this.messages;
		const atEnd = scrollHeight - scrollTop - clientHeight < NEAR && scrollTop !== this.brought;
		this.away = atEnd ? null : scrollTop;
	}

	/** What a card answers stands at its top. @param {string} id */
	bring(id) {
		const above = this.messages.getBoundingClientRect().top - (this.drawnAs(id)?.getBoundingClientRect().top ?? Infinity);
		if (above <= 0) return;
		this.messages.scrollTop -= above;
		this.away = this.brought = this.messages.scrollTop;
	}

	/** @param {Chat} chat */
	about(chat) {
		if (JSON.stringify(this.told) === JSON.stringify({ ...chat, messages: 0 })) return;
		this.told = { ...chat, messages: 0 };
		this.chat = chat;
		this.title.textContent = chat.team ? `${chat.team} / ${chat.name}` : chat.name;
		this.members.textContent = chat.members.join(", ");
		const where = { personal: "", groupChat: " to this chat", channel: " to this team" }[chat.scope];
		const add = { title: `Add ${this.app}${where}`, choose: () => void this.do({ do: "install" }).then(() => this.box.box.focus()) };
		const remove = { title: `Remove ${this.app}`, choose: () => void this.do({ do: "uninstall" }) };
		this.options.replaceChildren(menuButton("⋯", `Options of ${chat.name}`, () => [chat.has_app ? remove : add]));
		const invites = h("button", { class: "action positive", onclick: add.choose }, add.title);
		const why = chat.scope === "personal" ? `Add ${this.app}, and you can talk to it here.` : `${this.app} neither reads nor writes here.`;
		this.invitation.replaceChildren(...(chat.has_app ? [] : [h("p", {}, why), invites]));
		this.invitation.hidden = chat.has_app;
		this.box.show(chat);
	}

	/** @param {Message} message */
	draw(message) {
		return drawMessage(message, {
			zone: this.zone,
			menu: this.menu,
			press: (button, inputs) => void this.press(message, button, inputs),
			extend: (command) => void this.do({ do: "compose", command, message: message.id }),
		});
	}

	/** @param {Message} message @param {number} button @param {Json} inputs */
	async press(message, button, inputs) {
		if (this.busy.has(message.id)) return;
		this.busy.add(message.id);
		this.drawnAs(message.id)?.setAttribute("aria-busy", "true");
		await this.do({ do: "press", message: message.id, card: message.card, button, inputs });
		if (JSON.stringify(this.shown.get(message.id)?.card) !== JSON.stringify(message.card)) this.bring(message.id);
		this.busy.delete(message.id);
		this.drawnAs(message.id)?.removeAttribute("aria-busy");
	}

	/** @param {string} id */
	drawnAs(id) {
		return this.messages.querySelector(`article[data-key="${id}"]`);
	}

	/** @param {Message[]} messages */
	threads(messages) {
		const roots = messages.filter((each) => !each.root).map(({ id, author }) => ({ id, author }));
		list(this.messages, roots, ({ id }) => `thread ${id}`, (root) => this.thread(root));
		for (const { id } of roots) {
			const posts = this.messages.querySelector(`[data-key="thread ${id}"] > .posts`);
			const mine = messages.filter((each) => each.id === id || each.root === id);
			if (posts) list(posts, mine, (each) => each.id, (each) => this.draw(each));
		}
	}

	/** @param {{id: string, author: string}} root */
	thread(root) {
		const reply = h("button", { class: "reply", onclick: open }, "Reply");
		const thread = h("section", { class: "thread", "aria-label": `Thread of ${root.author}` }, h("div", { class: "posts" }), reply);
		const talk = this;
		function open() {
			const box = composeBox({
				label: `Reply to ${root.author}`,
				chat: talk.chat,
				app: talk.app,
				menu: talk.menu,
				send: (text) => talk.do({ do: "say", text, root: root.id }),
				extend: null,
			});
			reply.replaceWith(box.form);
			box.box.focus();
		}
		return thread;
	}
}

/**
 * A card that is drawn anew takes the focus back that its old drawing had, on the same button if it is still there.
 * @param {HTMLElement} root
 * @param {() => void} change
 */
function keepingFocus(root, change) {
	const held = document.activeElement;
	const article = root.contains(held) ? /** @type {HTMLElement | null} */ (held?.closest("article") ?? null) : null;
	change();
	if (!article || !held || root.contains(held)) return;
	const now = root.querySelector(`article[data-key="${article.dataset.key}"]`);
	const buttons = [...(now?.querySelectorAll("button") ?? [])];
	const same = buttons.find((each) => each.textContent === held.textContent);
	(same ?? /** @type {HTMLElement | null} */ (now) ?? root).focus({ preventScroll: true });
}
