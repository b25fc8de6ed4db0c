// @ts-check
// The Teams pane: who sits there, where they are, and what they see; it looks anew whenever something changed.
import { act, hear, look } from "../api.js";
import { h } from "../dom.js";
import { makeDialogs } from "./dialog.js";
import { makeRail } from "./rail.js";
import { Talk } from "./talk.js";

/** @typedef {import("./types.js").Seen} Seen */
/** @typedef {import("./types.js").Json} Json */

/** So long a card stays as it was while its new view is fetched; then the base card is shown, as Teams would. */
const PATIENCE = 1000;
/** So long a private sentence stays, if nobody is at it. */
const LINGER = 8000;
const KEPT = "playground teams";
const FIRST = "Reviews";

/** @param {HTMLElement} root */
export function mountTeams(root) {
	/** @type {{who: string, chat: string}} */
	let at = JSON.parse(sessionStorage.getItem(KEPT) ?? '{"who": "ben", "chat": ""}');
	/** @type {string | null} a chat's name to go to once it is known */
	let wanted = at.chat ? null : FIRST;
	/** @type {Map<string, string>} where each person was last */
	const places = new Map();
	/** @type {Map<string, Talk>} each person's chats, with what is typed there */
	const talks = new Map();
	/** @type {Promise<void> | null} */
	let looking = null;
	let again = false;
	let leaving = 0;
	let standing = "";
	/** What stood there after something went wrong. @type {string | null} */
	let unchanged = null;
	let refreshing = false;
	let patient = false;

	const who = h("select", { id: "teams-who", onchange: () => go({ who: who.value, chat: places.get(who.value) ?? "" }) });
	const about = h("span", { class: "quiet", id: "teams-about" });
	who.setAttribute("aria-describedby", about.id);
	const rail = makeRail((chat) => go({ who: at.who, chat }));
	const place = h("div", { class: "place" });
	const toast = h("div", { class: "toast", role: "status" });
	const alert = h("div", { class: "toast wrong", role: "alert" });
	const frame = h("div", { class: "frame" }, rail.picker, rail.rail, place);
	const dialogs = makeDialogs(frame, doing);
	root.replaceChildren(
		h("header", { class: "title" }, h("h2", {}, "Teams"), h("label", { for: "teams-who" }, "Teams as"), who, about),
		h("div", { class: "window" }, frame, dialogs.layer, h("div", { class: "toasts" }, toast, alert)),
	);
	root.addEventListener("show", (event) => {
		const { who: asked, place: name } = /** @type {CustomEvent} */ (event).detail;
		wanted = name ?? null;
		const next = asked ?? at.who;
		go({ who: next, chat: places.get(next) ?? "" });
	});
	hear("teams", lookAnew);

	/** @param {{who: string, chat: string}} where */
	function go(where) {
		at = where;
		root.setAttribute("aria-busy", "true");
		tell({});
		void lookAnew();
	}

	/** @param {Json} asked @returns {Promise<Json>} */
	async function doing(asked) {
		tell({});
		unchanged = null;
		const came = await act("teams", { as: at.who, ...asked });
		tell(came);
		await lookAnew();
		unchanged = standing;
		return came;
	}

	/** A private sentence, which leaves by itself, or what went wrong, which stays until something goes well. @param {Json} came */
	function tell(came) {
		fill(toast, came.toast);
		fill(alert, came.wrong ?? came.error);
		linger();
	}

	function linger() {
		clearTimeout(leaving);
		leaving = setTimeout(() => (toast.matches(":hover, :focus-within") ? linger() : toast.replaceChildren()), LINGER);
	}

	/** @param {HTMLElement} where @param {string | undefined} words */
	function fill(where, words) {
		if (!words) return where.replaceChildren();
		const shut = h("button", { "aria-label": "Dismiss", title: "Dismiss", onclick: () => where.replaceChildren() }, "✕");
		where.replaceChildren(h("p", {}, words), shut);
	}

	/** Look until nothing has changed since: one look at a time, so that an older one never overtakes a newer one. */
	function lookAnew() {
		again = true;
		return (looking ??= untilNothingChanges());
	}

	async function untilNothingChanges() {
		while (again) {
			again = false;
			const { who: asked, chat } = at;
			const seen = /** @type {Seen} */ (await look("teams", { as: asked, chat }));
			if (asked !== at.who || chat !== at.chat) continue;
			const found = seen.chats.find((each) => each.name === wanted);
			wanted = null;
			if (found && found.id !== seen.open) {
				at = { who: seen.me.key, chat: found.id };
				again = true;
			} else draw(seen);
		}
		looking = null;
	}

	/** @param {Seen} seen */
	function draw(seen) {
		at = { who: seen.me.key, chat: seen.open };
		root.removeAttribute("aria-busy");
		places.set(at.who, at.chat);
		sessionStorage.setItem(KEPT, JSON.stringify(at));
		standing = JSON.stringify(seen.messages);
		if (unchanged !== null && standing !== unchanged) alert.replaceChildren();
		if (seen.refreshing.length && !refreshing) void refresh();
		if (who.childElementCount !== seen.people.length) {
			who.replaceChildren(...seen.people.map((each) => h("option", { value: each.key }, each.name)));
		}
		who.value = seen.me.key;
		about.textContent = seen.people.find((each) => each.key === seen.me.key)?.about ?? "";
		rail.show(seen);
		const chat = seen.chats.find((each) => each.id === seen.open);
		if (chat) {
			const key = `${seen.me.key} ${chat.id}`;
			const talk = talks.get(key) ?? new Talk(seen, chat, doing);
			talks.set(key, talk);
			if (place.firstChild !== talk.root) place.replaceChildren(talk.root);
			talk.show(seen, chat, new Set(patient ? seen.refreshing : []));
		}
		dialogs.show(seen);
	}

	async function refresh() {
		refreshing = patient = true;
		const late = setTimeout(() => {
			patient = false;
			void lookAnew();
		}, PATIENCE);
		await act("teams", { as: at.who, chat: at.chat, do: "refresh" });
		clearTimeout(late);
		refreshing = patient = false;
		await lookAnew();
	}
}
