// @ts-check
// Slack's rich text, which is a tree and needs no markup.
import { h } from "../dom.js";
import { decoded, link, mention, pictured } from "./mrkdwn.js";

/** @typedef {import("../api.js").Json} Json */
/** @typedef {import("./mrkdwn.js").Reading} Reading */

/** One piece of rich text, with all that is inside it. @param {Json} piece @param {Reading} reading @returns {Node} */
export function rich(piece, reading) {
	const inner = () => (piece.elements ?? []).map((/** @type {Json} */ each) => rich(each, reading));
	switch (piece.type) {
		case "rich_text":
			return h("div", { class: "rich" }, inner());
		case "rich_text_section":
			return h("div", {}, inner());
		case "rich_text_quote":
			return h("blockquote", {}, inner());
		case "rich_text_preformatted":
			return h("pre", {}, inner());
		case "rich_text_list": {
			const items = inner().map((/** @type {Node} */ each) => h("li", {}, each));
			return piece.style === "ordered" ? h("ol", {}, items) : h("ul", {}, items);
		}
		case "text":
			return styled(document.createTextNode(decoded(piece.text ?? "")), piece.style ?? {});
		case "emoji":
			return document.createTextNode(pictured(`:${piece.name}:`, reading));
		case "link":
			return styled(link(piece.url ?? "", decoded(piece.text ?? "")), piece.style ?? {});
		case "user":
			return mention("@", piece.user_id, reading);
		case "channel":
			return mention("#", piece.channel_id, reading);
		case "broadcast":
			return h("span", { class: "mention" }, `@${piece.range}`);
		case "usergroup":
			return h("span", { class: "mention" }, `@${piece.usergroup_id}`);
		default:
			return cannotDraw(piece.type);
	}
}

/** What stands where something is that this page does not know. @param {unknown} kind */
export function cannotDraw(kind) {
	return h("p", { class: "cannot-draw" }, `The playground can't draw “${kind}”.`);
}

/** @param {Node} node @param {Json} style */
function styled(node, style) {
	if (style.code) node = h("code", {}, node);
	if (style.bold) node = h("strong", {}, node);
	if (style.italic) node = h("em", {}, node);
	if (style.strike) node = h("s", {}, node);
	return node;
}
