// @ts-check
// What stands around the panes: which of them are seen, and in which theme.
import { h } from "./dom.js";

/** @typedef {"slack" | "teams" | "stage"} Pane */

/** @type {[Pane, string][]} */
const PANES = [["slack", "Slack"], ["teams", "Teams"], ["stage", "Behind the scenes"]];
const THEMES = ["system", "light", "dark"];
const NARROW = matchMedia("(max-width: 800px)");

/** @type {Map<Pane, HTMLButtonElement>} */
const buttons = new Map();

/**
 * The buttons by which panes are chosen where there is room for one only; beside both chats, what is behind the scenes opens.
 * @param {HTMLElement} root
 */
export function mountTabs(root) {
	for (const [pane, name] of PANES) {
		const button = h("button", { class: pane === "stage" ? "button" : "button chat", onclick: () => choose(pane) }, name);
		buttons.set(pane, button);
		root.append(button);
	}
	NARROW.addEventListener("change", mark);
	mark();
}

/** Have a pane seen: beside the others where there is room, alone where there is not. @param {Pane} pane */
export function show(pane) {
	document.body.dataset.pane = pane;
	if (pane === "stage") document.body.dataset.stage = "open";
	mark();
}

/** @param {Pane} pane */
function choose(pane) {
	const closes = !NARROW.matches && pane === "stage" && document.body.dataset.stage === "open";
	if (closes) delete document.body.dataset.stage;
	else show(pane);
	mark();
}

function mark() {
	const { pane, stage } = document.body.dataset;
	for (const [each, button] of buttons) {
		button.setAttribute("aria-pressed", String(NARROW.matches ? each === pane : stage === "open"));
	}
}

/** The choice of a theme; it is remembered. @param {HTMLElement} root */
export function mountTheme(root) {
	const chosen = localStorage.getItem("theme") ?? "system";
	const select = h("select", { class: "theme", "aria-label": "Theme" },
		THEMES.map((theme) => h("option", { value: theme, selected: theme === chosen }, theme[0].toUpperCase() + theme.slice(1))));
	select.addEventListener("change", () => {
		localStorage.setItem("theme", select.value);
		paint(select.value);
	});
	root.append(select);
	paint(chosen);
}

/** @param {string} theme */
function paint(theme) {
	document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
}
