// @ts-check
// Hands that use the page as a person does: they find what can be seen by its name, show where they are, and click or type.
import { show } from "../frame.js";

/** @typedef {"slack" | "teams"} Pane */

const PATIENCE = 15_000;
const PAUSE = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 600;
const PRESSABLE = "button, [role=button], [role=menuitem], [role=option], [role=tab], a[href]";

const SWITCHERS = { slack: "Slack as", teams: "Teams as" };

/** What could not be found on the page; its message is for the person. */
export class NotThere extends Error {}

/** Be somebody, somewhere, in a pane that need not be in sight. @param {Pane} pane @param {string} who @param {string} place */
export function sit(pane, who, place) {
	root(pane).dispatchEvent(new CustomEvent("show", { detail: { who, place } }));
}

/**
 * Be somebody, somewhere, in a pane, and see it; a form that they left open is closed.
 * @param {Pane} pane
 * @param {string} who
 * @param {string} place
 */
export async function be(pane, who, place) {
	sit(pane, who, place);
	const closed = new WeakSet();
	await until(pane, () => {
		const select = [...root(pane).querySelectorAll("select")].find((each) => labelled(each, SWITCHERS[pane]));
		const dialog = dialogs(pane).at(-1);
		if (select?.value !== who) return false;
		if (!dialog) return pane === "slack" ? field(pane, `Message ${place}`) : all(pane, `[aria-label="Messages in ${place}"]`)[0];
		if (!closed.has(dialog)) [...dialog.querySelectorAll("button")].find((each) => called(each, "Close"))?.click();
		closed.add(dialog);
		return false;
	}, `${place} is not to be seen there.`);
	await pause();
}

/** Whether something with this name can be pressed now. @param {Pane} pane @param {string} name */
export function offers(pane, name) {
	return all(pane, PRESSABLE).some((each) => called(each, name));
}

/** Whether there is such a field now. @param {Pane} pane @param {string} label */
export function asks(pane, label) {
	return field(pane, label) !== undefined;
}

/**
 * Press what has this name; where several do, the last one, which is the newest.
 * @param {Pane} pane
 * @param {string} name
 * @param {Iterable<string>} [words] one of which stands in the message to press it in
 */
export async function press(pane, name, words) {
	const sought = words && [...words].map(bare);
	/** @param {Element} each */
	const meant = (each) => !sought || sought.some((one) => bare(each.closest(".message")?.textContent ?? "").includes(one));
	const find = () => all(pane, PRESSABLE).filter((each) => called(each, name) && meant(each)).at(-1);
	const found = await until(pane, find, `“${name}” is not to be seen${words ? " on this story's card" : ""}.`);
	await point(found);
	found.click();
}

/** Type into a field, in place of what stands there. @param {Pane} pane @param {string} label @param {string} words */
export async function type(pane, label, words) {
	const found = await until(pane, () => field(pane, label), `There is no field “${label}”.`);
	await point(found);
	found.focus();
	found.value = words;
	found.dispatchEvent(new Event("input", { bubbles: true }));
	found.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Tick a box, if it is not. @param {Pane} pane @param {string} label */
export async function tick(pane, label) {
	const found = await until(pane, () => field(pane, label), `There is no box “${label}”.`);
	await point(found);
	if (/** @type {HTMLInputElement} */ (found).checked !== true) found.click();
}

/**
 * Have a pane in sight, and wait until it is there, looking whenever the page changes.
 * @template T
 * @param {Pane} pane
 * @param {() => T | undefined | null | false} look
 * @param {string} otherwise
 * @returns {Promise<T>}
 */
function until(pane, look, otherwise) {
	show(pane);
	const now = look();
	if (now) return Promise.resolve(now);
	return new Promise((resolve, reject) => {
		const stop = () => {
			watcher.disconnect();
			clearTimeout(timer);
			root(pane).removeEventListener("change", again);
		};
		const again = () => {
			const found = look();
			if (!found) return;
			stop();
			resolve(found);
		};
		const watcher = new MutationObserver(again);
		watcher.observe(root(pane), { childList: true, subtree: true, attributes: true, characterData: true });
		root(pane).addEventListener("change", again);
		const timer = setTimeout(() => {
			stop();
			reject(new NotThere(otherwise));
		}, PATIENCE);
	});
}

/** @param {Pane} pane */
function root(pane) {
	const found = document.getElementById(pane);
	if (!found) throw new Error(`the page has no ${pane}`);
	return found;
}

/** @param {Pane} pane */
function dialogs(pane) {
	return [...root(pane).querySelectorAll("dialog[open], [role=dialog]")].filter((each) => each.checkVisibility());
}

/** What can be used, in the topmost dialog if one is open. @param {Pane} pane @param {string} selector @returns {HTMLElement[]} */
function all(pane, selector) {
	const top = dialogs(pane).at(-1) ?? root(pane);
	return /** @type {HTMLElement[]} */ ([...top.querySelectorAll(selector)]).filter(
		(each) => each.checkVisibility() && !each.matches(":disabled, [aria-disabled=true]"),
	);
}

/** @param {Pane} pane @param {string} label @returns {HTMLInputElement | undefined} */
function field(pane, label) {
	return /** @type {HTMLInputElement[]} */ (all(pane, "input, textarea, select")).find((each) => labelled(each, label));
}

/** @param {HTMLInputElement | HTMLSelectElement} field @param {string} label */
function labelled(field, label) {
	return called(field, label) || [...(field.labels ?? [])].some((each) => each.textContent.trim().startsWith(label));
}

/** @param {Element} element @param {string} name */
function called(element, name) {
	const ids = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
	const words = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
	const own = element.matches("input, textarea, select") ? "" : element.textContent;
	return (element.getAttribute("aria-label") ?? (words || own)).trim() === name;
}

/** Show where the hand is. @param {HTMLElement} element */
async function point(element) {
	element.scrollIntoView({ block: "nearest" });
	element.classList.add("hand");
	await pause();
	element.classList.remove("hand");
}

/** Words as they are compared: chats break lines where they like. @param {string} words */
function bare(words) {
	return words.replace(/\s+/g, "");
}

function pause() {
	return new Promise((resolve) => setTimeout(resolve, PAUSE));
}
