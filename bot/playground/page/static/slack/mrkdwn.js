// @ts-check
// Slack's markup as elements. It reads as bot/playground/slack/mrkdwn.py does, and a test compares the two.
import { h } from "../dom.js";
import { dateWords } from "./times.js";

/**
 * What a reader's words depend on.
 * @typedef {object} Reading
 * @property {Record<string, string>} names what an id is called
 * @property {Record<string, string>} pictures `:name:` and its picture
 * @property {string} zone
 * @property {string} me the reader's own id
 */

const CODE = /```([\s\S]*?)```|`([^`\n]+)`/g;
const ANGLED = /<([^<>\n\0]+)>/g;
const STYLED = /(?<![\p{L}\p{N}_*~])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}_*~])/gu;
const QUOTED = /^([\x01-\x06]*)(?:&gt;|>) ?/gm;
const PICTURE = /:[\p{L}\p{N}_\-&.’”“()!#*+,/«»]+:/gu;
/** Where a style begins and ends, in characters that nobody types. @type {Record<string, string[]>} */
const MARKS = { "*": ["\x01", "\x02"], _: ["\x03", "\x04"], "~": ["\x05", "\x06"] };
const QUOTE = "\x07";
/** @type {["strong", "em", "s"]} */
const STYLES = ["strong", "em", "s"];

/** Text without Slack's three escapes. @param {string} text */
export function decoded(text) {
	return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** `:rocket:` as its picture; unknown names stay. @param {string} text @param {Reading} reading */
export function pictured(text, reading) {
	return text.replace(PICTURE, (name) => reading.pictures[name] ?? name);
}

/** A text object as nodes. @param {Record<string, any> | undefined} text @param {Reading} reading @returns {Node[]} */
export function words(text, reading) {
	if (text?.type === "mrkdwn") return marked(text.text, reading);
	return [document.createTextNode(literal(text, reading))];
}

/** A plain text object as it is read. @param {Record<string, any> | undefined} text @param {Reading} reading */
export function literal(text, reading) {
	const said = decoded(String(text?.text ?? ""));
	return text?.emoji === false ? said : pictured(said, reading);
}

/** Marked-up text as nodes. @param {string} text @param {Reading} reading @returns {Node[]} */
export function marked(text, reading) {
	/** @type {Node[]} */
	const kept = [];
	/** @param {Node} node */
	const keep = (node) => `\0${kept.push(node) - 1}\0`;
	let bare = text.replace(CODE, (_, many, one) => keep(h("code", { class: one ? "" : "many" }, decoded(many ?? one))));
	bare = pictured(bare.replace(ANGLED, (_, inner) => keep(angled(inner, reading))), reading);
	for (let before = ""; before !== bare; ) {
		before = bare;
		bare = bare.replace(STYLED, (_, mark, inner) => MARKS[mark][0] + inner + MARKS[mark][1]);
	}
	bare = decoded(bare.replace(QUOTED, (_, styles) => QUOTE + styles));
	return paragraphs(bare.split("\n"), kept);
}

/** @param {string[]} lines @param {Node[]} kept */
function paragraphs(lines, kept) {
	/** @type {Node[]} */
	const nodes = [];
	/** @type {string[]} */
	let open = [];
	let quoted = false;
	const close = () => {
		const inner = styled(open.join("\n"), kept);
		if (open.length) nodes.push(...(quoted ? [h("blockquote", {}, inner)] : inner));
		open = [];
	};
	for (const line of lines) {
		if (line.startsWith(QUOTE) !== quoted) close();
		quoted = line.startsWith(QUOTE);
		open.push(line.replaceAll(QUOTE, ""));
	}
	close();
	return nodes;
}

/** @param {string} text @param {Node[]} kept */
function styled(text, kept) {
	/** @type {Set<number>} */
	const styles = new Set();
	/** @type {Node[]} */
	const nodes = [];
	for (const piece of text.split(/([\x01-\x06]|\0\d+\0)/)) {
		const mark = piece.length === 1 ? piece.charCodeAt(0) - 1 : 9;
		if (mark >= 0 && mark < 6) {
			if (mark % 2) styles.delete(mark >> 1);
			else styles.add(mark >> 1);
		} else if (piece) {
			const inner = piece[0] === "\0" ? kept[Number(piece.slice(1, -1))] : document.createTextNode(piece);
			nodes.push([...styles].reduce((/** @type {Node} */ node, style) => h(STYLES[style], {}, node), inner));
		}
	}
	return nodes;
}

/** What stands between `<` and `>`. @param {string} inner @param {Reading} reading @returns {Node} */
function angled(inner, reading) {
	const bar = inner.indexOf("|");
	const target = bar < 0 ? inner : inner.slice(0, bar);
	const label = bar < 0 ? "" : decoded(inner.slice(bar + 1));
	if (target.startsWith("@") || target.startsWith("#")) return mention(target[0], target.slice(1), reading);
	if (target.startsWith("!date^")) {
		const [, seconds, pattern] = target.split("^");
		if (!/^\d+$/.test(seconds ?? "") || pattern === undefined) return document.createTextNode(label);
		const shown = dateWords(pattern, Number(seconds), reading.zone);
		return h("time", { datetime: new Date(Number(seconds) * 1000).toISOString() }, shown);
	}
	if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || `@${target.slice(9)}`);
	if (target.startsWith("!")) return h("span", { class: "mention" }, `@${target.slice(1)}`);
	return link(decoded(target), label);
}

/** A name that Slack lights up. @param {string} sign `@` or `#` @param {string} id @param {Reading} reading */
export function mention(sign, id, reading) {
	return h("span", { class: id === reading.me ? "mention mine" : "mention" }, sign + (reading.names[id] ?? id));
}

/** A link, if it leads where a browser may go. @param {string} url @param {string} label */
export function link(url, label) {
	if (!/^(https?:|mailto:|tel:)/i.test(url)) return document.createTextNode(label || url);
	return h("a", { href: url, target: "_blank", rel: "noreferrer" }, label || url);
}
