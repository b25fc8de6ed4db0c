// @ts-check
// Where a post's cards are, and whether each shows what it should.
import { h, list } from "../dom.js";

/** @typedef {import("../api.js").Json} Json */

/** @param {HTMLElement} panel @param {Json | null} seen */
export function drawCards(panel, seen) {
	const posts = seen?.posts ?? [];
	const [behind, waiting] = ["behind", "waits"].map((how) => posts.filter((/** @type {Json} */ each) => each[how]));
	const shown = posts.length - waiting.length;
	// Who waits is told in the words of the row, with a small letter.
	const waits = waiting.map((/** @type {Json} */ each) => `1 ${each.stands[0].toLowerCase()}${each.stands.slice(1)}`);
	const good = waits.length ? [`${shown} shown`, ...waits].join("; ") : "Every card shows what it should";
	const says = behind.length ? `${behind.length} of ${posts.length} behind` : posts.length ? good : "No cards yet";
	const parts = [{ id: "says", says, behind: behind.length > 0 }, ...posts];
	list(panel, parts, (each) => each.id, (each) => (each.id === "says" ? summary(each) : card(each)));
}

/** @param {Json} part */
function summary(part) {
	return h("p", { class: part.behind ? "verdict alarm" : "verdict well" }, part.says);
}

/** @param {Json} post */
function card(post) {
	const name = `card-${post.id}`;
	return h("article", { class: post.behind ? "card behind" : "card", "aria-labelledby": name },
		h("h3", { id: name }, post.what), h("p", { class: "quiet small" }, post.where),
		h("p", {}, h("span", { class: post.behind ? "chip alarm" : "chip" }, `shown ${post.shown} of wanted ${post.wanted}`), ` ${post.stands}`),
		(post.message || post.twice) && h("p", { class: "quiet small" },
			post.message && h("code", {}, post.message), post.twice && " There may be a second copy: an answer was lost."));
}
