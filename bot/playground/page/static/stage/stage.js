// @ts-check
// Behind the scenes: one post, followed through what it needs, its record, its cards and the wire.
import { hear, look } from "../api.js";
import { h, list } from "../dom.js";
import { later } from "./controls.js";
import { drawCards } from "./cards.js";
import { drawLedger } from "./ledger.js";
import { drawTree } from "./tree.js";
import { Wire } from "./wire.js";

/** @typedef {import("../api.js").Json} Json */

const NEWEST = "";
const UNSETTLED = 1000;
/** @type {[string, string][]} */
const TABS = [["tree", "Approved if …"], ["ledger", "Ledger"], ["cards", "Cards"], ["wire", "Wire"]];

/** @param {HTMLElement} root */
export function mountStage(root) {
	const choice = h("select", { id: "followed" });
	const state = h("p", { class: "state", role: "status" });
	const tabs = h("div", { role: "tablist", class: "stage-tabs", "aria-label": "Behind the scenes" });
	/** @type {Record<string, HTMLElement>} */
	const panels = {};
	/** @type {Record<string, HTMLButtonElement>} */
	const buttons = {};
	for (const [name, words] of TABS) {
		const button = h("button", { role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => choose(name) }, words);
		buttons[name] = button;
		panels[name] = h("div", { role: "tabpanel", id: `panel-${name}`, class: "panel", "aria-labelledby": `tab-${name}`, tabindex: "0" });
		tabs.append(button);
	}
	tabs.addEventListener("keydown", (event) => {
		const at = TABS.findIndex(([name]) => buttons[name] === document.activeElement);
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (!step || at < 0) return;
		event.preventDefault();
		choose(TABS[(at + step + TABS.length) % TABS.length][0]);
		buttons[chosen].focus();
	});
	root.append(
		h("header", { class: "stage-head" },
			h("h2", {}, "Behind the scenes"),
			h("label", { for: "followed", class: "said" }, "Post"), choice, state, tabs),
		...Object.values(panels),
	);

	let chosen = sessionStorage.getItem("stage-tab") ?? "tree";
	let followed = NEWEST;
	const wire = new Wire(panels.wire);

	/** @param {string} name */
	function choose(name) {
		chosen = name;
		sessionStorage.setItem("stage-tab", name);
		for (const [each] of TABS) {
			buttons[each].setAttribute("aria-selected", String(each === name));
			buttons[each].tabIndex = each === name ? 0 : -1;
			panels[each].hidden = each !== name;
		}
	}

	async function refresh() {
		if (!root.offsetParent) return;
		const { proposals } = await look("backstage");
		const newest = proposals[0];
		const options = [{ id: NEWEST, words: newest ? `The newest: ${newest.title}` : "None yet" }];
		for (const each of proposals) options.push({ id: each.id, words: `${each.number} ${each.title}` });
		list(choice, options, (each) => each.id || "newest", (each) => h("option", { value: each.id }, each.words));
		if (choice.value !== followed) choice.value = followed;
		const id = followed || newest?.id;
		const seen = id ? await look(`backstage/${id}`) : null;
		show(seen);
		// The courier writes down what came of a call after the call: a look in between is not the last.
		if (seen?.posts?.some((/** @type {Json} */ each) => each.behind)) setTimeout(again, UNSETTLED);
	}

	/** @param {Json | null} seen */
	function show(seen) {
		const there = seen?.tree;
		state.textContent = seen ? seen.state : "Nobody has proposed a post yet. Type /propose-post in Slack, or propose to @Copydesk in Teams.";
		drawTree(panels.tree, there ? seen : null);
		drawLedger(panels.ledger, there ? seen : null);
		drawCards(panels.cards, there ? seen : null);
		wire.about(there ? seen : null);
	}

	choice.addEventListener("change", () => {
		followed = choice.value;
		refresh();
	});
	root.addEventListener("show", (event) => {
		const { tab } = /** @type {CustomEvent} */ (event).detail;
		if (tab) choose(tab);
	});
	choose(chosen in panels ? chosen : "tree");
	const again = later(refresh, 200);
	for (const what of ["slack", "teams", "controls"]) hear(what, again);
	hear("wire", later(() => root.offsetParent && wire.refresh(), 150));
	new ResizeObserver(() => {
		again();
		if (root.offsetParent) wire.refresh();
	}).observe(root);
}
