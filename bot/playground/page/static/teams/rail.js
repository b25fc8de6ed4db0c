// @ts-check
// The rail of chats and of teams with their channels; where there is no room for it, a list to choose from.
import { h, list } from "../dom.js";

/** @typedef {import("./types.js").Chat} Chat */
/** @typedef {import("./types.js").Seen} Seen */

/** @param {(chat: string) => void} go */
export function makeRail(go) {
	const chats = h("div", {});
	const teams = h("div", {});
	const select = h("select", { id: "teams-place", onchange: () => go(select.value) });
	const rail = h("nav", { class: "rail", "aria-label": "Chats and teams" }, h("h3", {}, "Chat"), chats, h("h3", {}, "Teams"), teams);
	const picker = h("div", { class: "picker" }, h("label", { for: "teams-place" }, "Chat"), select);
	/** @type {Map<string, number>} how many messages of a chat somebody has seen */
	const read = new Map();

	/** @param {Seen} seen */
	function show(seen) {
		const first = read.size === 0;
		for (const chat of seen.chats) {
			const key = `${seen.me.key} ${chat.id}`;
			if (first || chat.id === seen.open) read.set(key, chat.messages);
		}
		const entries = seen.chats.map((chat) => ({
			id: chat.id,
			name: chat.name,
			team: chat.team,
			open: chat.id === seen.open,
			unread: chat.messages - (read.get(`${seen.me.key} ${chat.id}`) ?? 0),
		}));
		list(chats, entries.filter((each) => !each.team), (each) => each.id, entry);
		const names = [...new Set(entries.map((each) => each.team).filter(Boolean))];
		list(teams, names, (name) => name, (name) => h("div", { class: "team" }, h("h4", {}, name), h("div", {})));
		names.forEach((name, at) => {
			const held = teams.children[at]?.lastElementChild;
			if (held) list(held, entries.filter((each) => each.team === name), (each) => each.id, entry);
		});
		list(select, entries, (each) => each.id, (each) => {
			const place = each.team ? `${each.team} / ${each.name}` : each.name;
			return h("option", { value: each.id }, each.unread ? `${place} (${each.unread} new)` : place);
		});
		select.value = seen.open;
	}

	/** @param {{id: string, name: string, open: boolean, unread: number}} one */
	function entry(one) {
		return h(
			"button",
			{ class: one.unread ? "unread" : null, "aria-current": one.open ? "page" : null, onclick: () => go(one.id) },
			h("span", {}, one.name),
			one.unread ? h("span", { class: "badge" }, one.unread, h("span", { class: "said" }, " new")) : null,
		);
	}

	return { rail, picker, show };
}
