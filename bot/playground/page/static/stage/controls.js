// @ts-check
// The levers in the bar: the time machine, trouble on order, and the product's own process.
import { act, hear, look, say } from "../api.js";
import { h, list } from "../dom.js";
import { moment, soon, span } from "./telling.js";

/** @typedef {import("../api.js").Json} Json */

const TICK = 5000;
/** @type {Record<string, string>} */
const CONDITIONS = { running: "running", starting: "starting…", stopped: "stopped", died: "died" };

/** @param {HTMLElement} root */
export function mountControls(root) {
	const time = menu("Time machine", 380);
	const trouble = menu("Trouble", 720);
	const product = menu("Copydesk", 380);
	root.append(...time.parts, ...trouble.parts, ...product.parts);

	const clock = h("p", { class: "clock" });
	const next = h("button", { class: "button wide", onclick: () => pull({ do: "travel to", at: next.dataset.at }) });
	time.body.append(
		clock,
		h("div", { class: "row" },
			h("button", { class: "button", onclick: () => pull({ do: "travel", seconds: 3600 }) }, "+1 hour"),
			h("button", { class: "button", onclick: () => pull({ do: "travel", seconds: 86400 }) }, "+1 day")),
		next,
		h("p", { class: "quiet small" },
			"Both chats and Copydesk go by this clock. Signatures and tokens keep to the machine's, so moving it opens no door."),
	);

	/** @type {Record<string, HTMLElement>} */
	const chats = { slack: h("div"), teams: h("div") };
	trouble.body.append(
		h("div", { class: "pair" },
			h("fieldset", {}, h("legend", {}, "In Slack"), chats.slack),
			h("fieldset", {}, h("legend", {}, "In Teams"), chats.teams)),
		h("button", { class: "button wide", onclick: () => pull({ do: "all well" }) }, "All well again"),
	);

	const condition = h("p", { role: "status" });
	const kill = h("button", { class: "button wide", onclick: () => pull({ do: "kill" }) }, "Kill it, as a power cut would");
	const start = h("button", { class: "button wide", onclick: () => pull({ do: "start" }) }, "Start it again");
	product.body.append(
		condition, kill, start,
		h("p", { class: "quiet small" },
			"Meanwhile both chats say that the app does not answer. What was recorded before is there after; cards catch up by themselves."),
	);

	/** @type {{ now: number, at: number }} */
	let told = { now: Date.now(), at: performance.now() };
	function tick() {
		const now = new Date(told.now + performance.now() - told.at);
		clock.textContent = `It is ${moment(now)}.`;
	}

	/** @param {Json} asked */
	async function pull(asked) {
		const done = await act("controls", asked);
		for (const { wrong } of [time, trouble, product]) wrong.textContent = done.error ?? "";
		await refresh();
	}

	/** @param {Json} seen */
	function show(seen) {
		told = { now: Date.parse(seen.now), at: performance.now() };
		tick();
		const moved = seen.moved > 0 ? ` ${span(seen.moved)} ahead` : "";
		time.name(`Time machine${moved}`, moved !== "");
		next.textContent = seen.next_due ? `To the next thing due: ${seen.next_due.what}, ${soon(new Date(seen.next_due.at))}` : "Nothing is due";
		next.disabled = !seen.next_due;
		next.dataset.at = seen.next_due?.at ?? "";
		let on = 0;
		for (const [chat, kinds] of Object.entries(seen.trouble)) {
			on += kinds.filter((/** @type {Json} */ each) => each.on).length;
			list(chats[chat], kinds, (each) => each.kind, (each) => kindOf(chat, each));
		}
		trouble.name(on ? `Trouble (${on} on)` : "Trouble", on > 0);
		const running = seen.product === "running";
		product.name(`Copydesk: ${CONDITIONS[seen.product]}`, !running);
		condition.textContent = seen.why || (running ? "Copydesk runs in a process of its own." : `Copydesk is ${CONDITIONS[seen.product]}`);
		kill.hidden = !running;
		start.hidden = running || seen.product === "starting";
		if (seen.product === "died" && root.dataset.product !== "died") say(seen.why);
		root.dataset.product = seen.product;
	}

	/** One kind of trouble in one chat: a switch, and what one will see. @param {string} chat @param {Json} kind */
	function kindOf(chat, kind) {
		const id = `trouble-${chat}-${kind.kind}`;
		const box = h("input", { type: "checkbox", role: "switch", id, checked: kind.on, "aria-describedby": `${id}-says` });
		box.addEventListener("change", () => pull({ do: "trouble", chat, kind: kind.kind, on: box.checked }));
		return h("div", { class: "kind" }, box, h("label", { for: id }, kind.name), h("p", { id: `${id}-says`, class: "quiet small" }, kind.says));
	}

	async function refresh() {
		show(await look("controls"));
	}

	const again = later(refresh, 150);
	for (const what of ["slack", "teams", "controls"]) hear(what, again);
	setInterval(tick, TICK);
}

/** A button in the bar that opens a sheet of its own. @param {string} name @param {number} width in pixels, where there is room */
function menu(name, width) {
	const id = `sheet-${name.split(" ")[0].toLowerCase()}`;
	const button = h("button", { class: "button", popovertarget: id }, name);
	const wrong = h("p", { class: "verdict alarm", role: "alert" });
	const body = h("div", { id, class: "sheet", popover: "auto", role: "group", "aria-label": name }, wrong);
	body.style.setProperty("--width", `${width}px`);
	body.addEventListener("beforetoggle", () => {
		const { left, bottom } = button.getBoundingClientRect();
		body.style.top = `${bottom + 4}px`;
		body.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
	});
	return {
		parts: [button, body],
		body,
		wrong,
		/** @param {string} words @param {boolean} marked */
		name(words, marked) {
			if (button.textContent !== words) button.textContent = words;
			button.classList.toggle("marked", marked);
		},
	};
}

/** Do something a moment after the last time that it was asked for. @param {() => void} what @param {number} milliseconds */
export function later(what, milliseconds) {
	let waiting = 0;
	return () => {
		clearTimeout(waiting);
		waiting = setTimeout(what, milliseconds);
	};
}
