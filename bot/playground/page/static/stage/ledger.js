// @ts-check
// A post's stream of the ledger: what happened, and the hash that ties each link to the one before it.
import { h, list } from "../dom.js";
import { json, second, short } from "./telling.js";

/** @typedef {import("../api.js").Json} Json */

/** @param {HTMLElement} panel @param {Json | null} seen */
export function drawLedger(panel, seen) {
	const ledger = seen?.ledger;
	const parts = ledger ? [{ key: "verdict", holds: ledger.holds, says: ledger.says }, ...ledger.links.map((/** @type {Json} */ link) => ({
		key: `${seen.id} ${link.sequence}`, link, broken: ledger.broken === link.sequence,
	}))] : [];
	list(panel, parts, (part) => part.key, (part) => (part.link ? drawLink(part.link, part.broken) : verdict(part)));
}

/** @param {Json} ledger */
function verdict(ledger) {
	return h("p", { class: ledger.holds ? "verdict well" : "verdict alarm" }, `${ledger.holds ? "✓" : "✗"} ${ledger.says}`);
}

/** @param {Json} link @param {boolean} broken */
function drawLink(link, broken) {
	const by = [link.actor, link.chat && `in ${link.chat}`].filter(Boolean).join(", ");
	const about = [by, link.revision && `revision ${link.revision}`].filter(Boolean).join(" · ");
	const more = h("details", { class: broken ? "link alarm" : "link" },
		h("summary", {},
			h("span", { class: "number" }, link.sequence), ` ${link.says} `, h("time", { datetime: link.at, class: "quiet" }, second(link.at)),
			h("span", { class: "quiet small block" }, about),
			h("span", { class: "small block" }, h("code", { title: "the hash before it" }, short(link.previous)), " → ", h("code", { title: "its own hash" }, short(link.hash)))));
	more.addEventListener("toggle", () => more.childElementCount > 1 || more.append(whole(link)), { once: true });
	return more;
}

/** @param {Json} link */
function whole(link) {
	const rows = [["Hash", link.hash], ["Hash before it", link.previous], ["Commits to the words beside it by", link.commitment], ["Policy", link.policy ?? "none"]];
	return h("div", {},
		h("dl", { class: "rows" }, rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, h("code", {}, value))])),
		link.erased && h("p", { class: "quiet" }, "The words beside it were destroyed; the chain holds all the same."),
		json(link.chained));
}
