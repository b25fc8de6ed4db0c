// @ts-check
// Words as Teams draws them from the Markdown that text blocks, choices and the app's messages take; as markdown.py does.

const ESCAPED = /\\([!-/:-@[-`{-~])/g;
const LINK = /\[([^\]]*)\]\((\S+?)\)/g;
const EMPHASIS = [
	/\*\*(?=\S)(.+?)(?<=\S)\*\*/gu,
	/(?<![\p{L}\p{N}_])__(?=\S)(.+?)(?<=\S)__(?![\p{L}\p{N}_])/gu,
	/\*(?=\S)(.+?)(?<=\S)\*/gu,
	/(?<![\p{L}\p{N}_])_(?=\S)(.+?)(?<=\S)_(?![\p{L}\p{N}_])/gu,
];
/** The references that Teams documents. */
const REFERENCES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };
const MOMENT = /\{\{(?:DATE|TIME)\(([^,)]*)(?:,[^)]*)?\)\}\}/g;
const MENTION = /<at>(.*?)<\/at>/g;
/** Escaped characters wait here, at the end of the private use planes, while the Markdown around them is read. */
const PRIVATE = 0x10ff00;
const WAITING = /[\u{10ff00}-\u{10ff7f}]/gu;

/** A text written in Markdown; lines are separated by `\n`. @param {string} text */
export function drawn(text) {
	let shown = text.replaceAll("\r\n", "\n").replace(ESCAPED, (_, char) => String.fromCodePoint(PRIVATE + char.charCodeAt(0)));
	shown = runDrawn(typed(shown));
	shown = shown.replace(/[ \t]*\n[ \t]*\n\s*|\r/g, "\v");
	shown = shown.replace(/\n(?=(?:[-*+]|\d+\.) )/g, "\v").replaceAll("\n", " ").replaceAll("\v", "\n");
	shown = shown.replace(/^[-*+] /gm, "• ");
	shown = shown.replace(LINK, (_, words, address) => (words === address ? address : `${words} <${address}>`));
	for (const pattern of EMPHASIS) shown = shown.replace(pattern, "$1");
	return unescaped(shown).replace(WAITING, (char) => String.fromCharCode(/** @type {number} */ (char.codePointAt(0)) - PRIVATE));
}

/** A text run: literal, but for the date functions that cards replace everywhere. @param {string} text */
export function runDrawn(text) {
	return text.replace(MOMENT, "$1");
}

/** A message without Markdown: literal, but for mentions. @param {string} text */
export function typed(text) {
	return text.replace(MENTION, "@$1");
}

/** The names that a text mentions. @param {string} text */
export function mentions(text) {
	return [...text.matchAll(MENTION)].map((found) => `@${found[1]}`);
}

/** @param {string} text */
function unescaped(text) {
	return text
		.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
		.replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name) => REFERENCES[/** @type {keyof typeof REFERENCES} */ (name)]);
}
