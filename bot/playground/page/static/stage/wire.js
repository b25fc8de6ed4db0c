// @ts-check
// Everything that passes between Copydesk and both chats, the newest first.
import { look } from "../api.js";
import { h, list } from "../dom.js";
import { json, second } from "./telling.js";

/** @typedef {import("../api.js").Json} Json */

const KEPT = 200;
/** @type {Record<string, string>} */
const CHATS = { slack: "Slack", teams: "Teams" };

/** The panel of the wire. */
export class Wire {
	/** @type {Map<number, Json>} */
	#entries = new Map();
	#turn = 0;
	/** @type {string[]} */
	#names = [];
	#paused = false;
	#busy = false;
	/** @type {Set<number>} */
	#open = new Set();

	/** @param {HTMLElement} panel */
	constructor(panel) {
		this.rows = h("div", { class: "rows" });
		this.pause = h("button", { class: "button", "aria-pressed": "false", onclick: () => this.#toggle() }, "Pause");
		this.only = h("input", { type: "checkbox", id: "wire-only", onchange: () => this.#draw() });
		this.count = h("span", { class: "quiet small" });
		panel.append(
			h("div", { class: "row wire-bar" }, this.pause, h("span", { class: "kind" }, this.only, h("label", { for: "wire-only" }, "Only what names this post")), this.count),
			h("p", { class: "quiet small" }, "Secrets are cut out: … stands where one was."),
			this.rows,
		);
	}

	/** By what a request is known to be about this post: its id, and the messages of its cards. @param {Json | null} seen */
	about(seen) {
		const names = seen ? [seen.id, ...seen.posts.map((/** @type {Json} */ each) => each.message).filter(Boolean)] : [];
		if (names.join() === this.#names.join()) return;
		this.#names = names;
		this.#draw();
	}

	/** Look at what passed since. */
	async refresh() {
		if (this.#paused || this.#busy) return;
		this.#busy = true;
		try {
			const { entries, turn } = await look("wire", { after: String(this.#turn) });
			this.#turn = turn;
			for (const entry of entries) this.#entries.set(entry.number, entry);
			for (const number of [...this.#entries.keys()].slice(0, -KEPT)) this.#entries.delete(number);
		} finally {
			this.#busy = false;
		}
		this.#draw();
	}

	#toggle() {
		this.#paused = !this.#paused;
		this.pause.setAttribute("aria-pressed", String(this.#paused));
		this.pause.textContent = this.#paused ? "Go on" : "Pause";
		this.refresh();
	}

	#draw() {
		const all = [...this.#entries.values()].sort((a, b) => b.number - a.number);
		const shown = this.only.checked ? all.filter((entry) => this.#concerns(entry)) : all;
		this.count.textContent = shown.length === 1 ? "1 request" : `${shown.length} requests`;
		list(this.rows, shown, (entry) => String(entry.number), (entry) => this.#row(entry));
	}

	/** @param {Json} entry */
	#concerns(entry) {
		const text = JSON.stringify([entry.what, entry.asked, entry.answer]);
		return this.#names.some((name) => text.includes(name));
	}

	/** @param {Json} entry */
	#row(entry) {
		const chat = CHATS[entry.chat];
		const way = entry.way === "to the app" ? `${chat} → Copydesk` : `Copydesk → ${chat}`;
		const bad = entry.over && (entry.status === null || entry.status >= 400);
		const row = h("details", { class: `exchange of-${entry.chat}`, open: this.#open.has(entry.number) },
			h("summary", {},
				h("span", { class: "number" }, entry.number), ` ${way} `, h("strong", {}, nameOf(entry)),
				h("span", { class: "small block" },
					h("time", { class: "quiet", datetime: entry.at }, second(entry.at)), " ",
					h("span", { class: bad ? "chip alarm" : "chip" }, came(entry)), " ",
					entry.fault && h("span", { class: "chip alarm" }, entry.fault))));
		const fill = () => row.childElementCount > 1 || row.append(whole(entry));
		if (row.open) fill();
		row.addEventListener("toggle", () => {
			if (row.open) this.#open.add(entry.number);
			else this.#open.delete(entry.number);
			if (row.open) fill();
		});
		return row;
	}
}

/** What a request is about, in its chat's own word. @param {Json} entry */
function nameOf(entry) {
	const asked = entry.asked ?? {};
	const inner = asked.payload ?? asked.event ?? asked;
	if (entry.way === "to the app") return asked.command ?? inner.name ?? inner.type ?? entry.what;
	const [method, path] = entry.what.split("?")[0].split(" ");
	if (path.startsWith("/api/")) return path.slice("/api/".length);
	return `${method} ${path.replace(/^\/connector\/v3\/conversations\/[^/]+/, "…")}`;
}

/** @param {Json} entry */
function came(entry) {
	if (!entry.over) return "waiting for an answer";
	const took = entry.seconds >= 1 ? `${entry.seconds.toFixed(1)} s` : `${Math.round(entry.seconds * 1000)} ms`;
	const refused = entry.answer && entry.answer.ok === false ? ` ${entry.answer.error}` : "";
	return `${entry.status === null ? "no answer" : `${entry.status}${refused}`} after ${took}`;
}

/** @param {Json} entry */
function whole(entry) {
	return h("div", {},
		h("h4", {}, `Asked: ${entry.what}`), Object.keys(entry.headers).length > 0 && json(entry.headers), json(entry.asked ?? "(nothing)"),
		entry.over && h("h4", {}, entry.status === null ? "No answer came" : `Answered: ${entry.status}`),
		entry.answer !== null && json(entry.answer));
}
