// @ts-check
// The list at the side: the workspace, who one is, the app, the channels, and what is unread where.
import { h, list } from "../dom.js";
import { icon } from "./icons.js";

/** @typedef {import("../api.js").Json} Json */

/** @type {Record<string, "home" | "hash" | "lock">} */
const ICONS = { home: "home", public: "hash", private: "lock" };

/**
 * The list; `open` is called with a place's id, `become` with a person's key.
 * @param {{open: (place: string, tab: "home" | "messages") => void, become: (who: string) => void}} asks
 */
export function makeRail(asks) {
	const workspace = h("h2", { class: "workspace" });
	const person = h("select", { id: "slack-as" });
	const about = h("p", { class: "about", id: "slack-as-about" });
	person.setAttribute("aria-describedby", about.id);
	person.onchange = () => asks.become(person.value);
	const apps = h("ul", {});
	const channels = h("ul", {});
	const direct = h("ul", {});
	const element = h(
		"nav",
		{ class: "rail", "aria-label": "Slack conversations" },
		workspace,
		h("div", { class: "who" }, h("label", { for: "slack-as" }, "Slack as"), person, about),
		apps,
		h("h3", {}, "Channels"),
		channels,
		h("h3", {}, "Direct messages"),
		direct,
	);

	/** @param {Json} screen @param {{place: string, tab: string}} at @param {(place: Json) => number} unread */
	function show(screen, at, unread) {
		workspace.textContent = screen.workspace;
		list(person, screen.people, (each) => each.key, (each) => h("option", { value: each.key }, each.name));
		person.value = screen.me.key;
		about.textContent = screen.people.find((/** @type {Json} */ each) => each.key === screen.me.key)?.about ?? "";
		const places = screen.places.map((/** @type {Json} */ each) => ({
			id: each.id,
			kind: each.kind,
			name: each.name,
			tab: "messages",
			// What one did not join rings no bell.
			unread: each.writable ? unread(each) : 0,
			joined: each.writable,
			current: each.id === at.place && at.tab === "messages",
		}));
		const talks = places.filter((/** @type {Json} */ each) => each.kind === "im");
		const home = talks.map((/** @type {Json} */ each) => ({ ...each, kind: "home", name: "Home", tab: "home", unread: 0, current: each.id === at.place && at.tab === "home" }));
		list(apps, home, (each) => each.id, draw);
		list(channels, places.filter((/** @type {Json} */ each) => each.kind !== "im"), (each) => each.id, draw);
		list(direct, talks, (each) => each.id, draw);
	}

	/** @param {Json} each */
	function draw(each) {
		return h(
			"li",
			{},
			h(
				"button",
				{
					id: `slack-${each.kind}-${each.id}`,
					class: each.unread ? "unread" : each.joined ? "" : "elsewhere",
					"aria-current": each.current ? "page" : null,
					onclick: () => asks.open(each.id, each.tab),
				},
				each.kind === "im" ? h("span", { class: "dot", "aria-hidden": "true" }) : icon(ICONS[each.kind]),
				h("span", { class: "name" }, each.name),
				" ",
				each.unread > 0 && h("span", { class: "count" }, each.unread, h("span", { class: "said" }, " unread")),
			),
		);
	}

	return { element, show };
}
