// @ts-check
// A person's Slack: the list at the side, one conversation or the app's Home, a thread beside it, forms over it.
import { act, hear, look, say } from "../api.js";
import { h, list } from "../dom.js";
import { drawBlock } from "./blocks.js";
import { makeCompose } from "./compose.js";
import { icon } from "./icons.js";
import { makeModals } from "./modals.js";
import { keepingFocus } from "./overlay.js";
import { makeRail } from "./rail.js";
import { at, readAll, remember, sitDown, unreadIn } from "./reading.js";
import { makeTalk, rowsOf } from "./talk.js";
import { makeThread, nameOf } from "./thread.js";
import { surfaceOf } from "./views.js";

/** @typedef {import("../api.js").Json} Json */

/** @param {HTMLElement} root */
export function mountSlack(root) {
	/** @type {Json | null} */
	let seen = null;
	/** How often the pane looked, and which look it shows. */
	let [looks, shown] = [0, 0];
	/** What went wrong with which message. @type {Map<string, string>} */
	const warnings = new Map();

	/** @type {import("./views.js").Pane} */
	const pane = { root, screen, reading, perform, toast };
	const doing = { pane, openThread, warn };
	const rail = makeRail({ open, become });
	const talk = makeTalk(doing);
	const compose = makeCompose(pane, "slack-message");
	const thread = makeThread(doing, closeThread);
	const menu = h("button", { class: "plain places", "aria-label": "Conversations", "aria-expanded": "false", onclick: () => toggleRail() }, icon("menu"));
	const title = h("h2", { class: "title" });
	const topic = h("span", { class: "quiet topic" });
	const tabs = h("div", { class: "tabs" });
	const home = h("div", { class: "home blocks", tabindex: 0, role: "group", "aria-label": "Home" });
	const reader = h("p", { class: "reader quiet" });
	const main = h("div", { class: "main" }, h("header", {}, menu, title, topic, tabs), home, talk.element, compose.element, reader);
	const windowed = h("div", { class: "window" }, rail.element, main, thread.element);
	const modals = makeModals(pane, windowed);
	const toasts = h("div", { class: "toasts", role: "alert" });
	// The rail, with its own heading, is folded away where the pane is narrow.
	root.append(h("h2", { class: "said" }, "Slack"), windowed, modals.layer, toasts);

	/** @returns {Json} */
	function screen() {
		if (!seen) throw new Error("nothing was seen yet");
		return seen;
	}

	/** @returns {import("./mrkdwn.js").Reading} */
	function reading() {
		const { names, pictures, me } = screen();
		return { names, pictures, zone: me.zone, me: me.id };
	}

	/** Look again. Afterwards the pane shows how things were when this was called, or newer. */
	async function refresh() {
		const mine = ++looks;
		const { who } = at;
		const found = await look("slack", { as: who });
		if (mine < shown || who !== at.who) return;
		shown = mine;
		const before = seen;
		seen = found;
		at.who = found.me.key;
		if (before?.me.key === at.who) tellNews(before);
		for (const ts of warnings.keys()) if (wordsOf(before, ts) !== wordsOf(found, ts)) warnings.delete(ts);
		keepingFocus(root, show);
	}

	/** @param {Json} asked */
	async function perform(asked) {
		const before = screen();
		const done = await act("slack", { as: before.me.key, ...asked });
		await refresh();
		const troubles = screen().me.key === before.me.key ? screen().troubles.slice(before.troubles.length) : [];
		const error = String(done.error ?? "");
		if (error && asked.do !== "say" && asked.do !== "command" && asked.do !== "submit") toast(error);
		return { error, troubles };
	}

	/** A message as it stands. @param {Json | null} screen @param {string} ts */
	function wordsOf(screen, ts) {
		const all = screen?.places.flatMap((/** @type {Json} */ each) => each.messages);
		return JSON.stringify(all?.find((/** @type {Json} */ each) => each.ts === ts));
	}

	function here() {
		const places = screen().places;
		return places.find((/** @type {Json} */ each) => each.id === at.place) ?? places[0];
	}

	function show() {
		const place = here();
		at.place = place?.id ?? "";
		if (place?.kind !== "im") at.tab = "messages";
		const atHome = at.tab === "home";
		if (place && !atHome && !document.hidden) readAll(at.who, place);
		remember();
		rail.show(screen(), at, (each) => unreadIn(at.who, screen().me.id, each));
		title.textContent = place ? nameOf(place) : "No conversations";
		topic.textContent = place?.topic ?? "";
		tabs.hidden = place?.kind !== "im";
		list(tabs, ["Home", "Messages"].map((name) => ({ name, current: (name === "Home") === atHome })), (each) => each.name, drawTab);
		home.hidden = !atHome;
		talk.element.hidden = atHome || !place;
		compose.element.hidden = atHome || !place?.writable;
		reader.textContent = place && !place.writable ? `You can read ${nameOf(place)}. Its members write here.` : "";
		if (atHome) showHome();
		else if (place) {
			talk.show(`${at.who}/${place.id}`, rowsOf(place, warnings), place.kind === "im" ? `This is where ${place.name} writes to you. Try ${screen().menu.commands[0]?.name}.` : "");
			compose.show({ key: `${at.who}/${place.id}`, place: place.id, thread: "", label: `Message ${nameOf(place)}` });
		}
		if (place) thread.show(place, atHome ? "" : at.thread, warnings);
		windowed.classList.toggle("with-thread", !thread.element.hidden);
		modals.show(screen().modals);
	}

	function showHome() {
		const view = screen().home;
		list(home, view?.content.blocks ?? [{ block_id: "none", type: "section", text: { text: "Nothing here yet." } }], (each) => each.block_id, (each) =>
			drawBlock(each, surfaceOf(screen().home ?? { id: "none", values: {} }, pane)),
		);
	}

	/** @param {{name: string, current: boolean}} tab */
	function drawTab({ name, current }) {
		const made = h("button", { id: `slack-tab-${name}`, "aria-current": current ? "page" : null }, name);
		made.onclick = () => open(at.place, name === "Home" ? "home" : "messages");
		return made;
	}

	/** @param {string} place @param {"home" | "messages"} tab */
	function open(place, tab) {
		Object.assign(at, { place, tab, thread: place === at.place ? at.thread : "" });
		toggleRail(false);
		keepingFocus(root, show);
		if (tab === "home") perform({ do: "home" });
	}

	/** @param {string} who */
	async function become(who) {
		sitDown(who);
		warnings.clear();
		await refresh();
	}

	/** @param {string} ts */
	function openThread(ts) {
		at.thread = ts;
		keepingFocus(root, show);
		if (here()?.writable) thread.box.focus();
	}

	function closeThread() {
		const from = document.getElementById(`replies-${at.thread}`) ?? document.getElementById(`reply-${at.thread}`);
		at.thread = "";
		show();
		from?.focus();
	}

	/** @param {string} ts @param {string} words */
	function warn(ts, words) {
		warnings.set(ts, words);
		keepingFocus(root, show);
	}

	/** @param {string} words */
	function toast(words) {
		const close = h("button", { class: "plain", "aria-label": "Dismiss", onclick: () => toasts.replaceChildren() }, icon("close"));
		toasts.replaceChildren(h("p", { class: "toast" }, `⚠ ${words}`, close));
	}

	/** @param {boolean} [wanted] */
	function toggleRail(wanted) {
		const opened = windowed.classList.toggle("rail-open", wanted);
		menu.setAttribute("aria-expanded", String(opened));
	}

	/** Say what came in since. @param {Json} before */
	function tellNews(before) {
		const known = new Set(before.places.flatMap((/** @type {Json} */ place) => place.messages.map((/** @type {Json} */ each) => each.ts)));
		for (const place of screen().places)
			for (const each of place.messages)
				if (!known.has(each.ts) && each.user !== screen().me.id) say(`Slack: ${reading().names[each.user] ?? ""} wrote in ${nameOf(place)}.`);
	}

	root.addEventListener("show", (event) => {
		const { who, place } = /** @type {CustomEvent<{who: string, place: string}>} */ (event).detail;
		become(who).then(() => {
			const app = screen().places.find((/** @type {Json} */ each) => each.kind === "im");
			const found = place === "Home" ? app : screen().places.find((/** @type {Json} */ each) => nameOf(each) === place);
			if (found) open(found.id, place === "Home" ? "home" : "messages");
		});
	});
	hear("slack", refresh);
	refresh();
}
