// @ts-check
// What has become of a story's post, read from what stands in both chats and on the wire; it changes nothing there.
import { look } from "../api.js";

/** @typedef {import("../api.js").Json} Json */
/** @typedef {{old: string[], words: string[], turn: number}} Kept */

/** Looks at the cards that came since it was made. */
export class Witness {
	/** @type {Set<string>} */
	#old = new Set();
	#turn = 0;
	/** What the story's post has said so far, revision by revision. @type {Set<string>} */
	words = new Set();

	/** From now on, only what comes counts. */
	async begin() {
		const places = await Promise.all([cards("ada", "Copydesk"), cards("cleo", "marketing-review")]);
		this.#old = new Set(places.flat().map((each) => each.ts));
		this.#turn = (await look("wire")).turn;
		this.words.clear();
	}

	/** What it knows, to be recalled on the same page opened anew. @returns {Kept} */
	kept() {
		return { old: [...this.#old], words: [...this.words], turn: this.#turn };
	}

	/** Whether what was kept is about this playground, and not one that was running here before. @param {Kept} kept */
	async recall({ old, words, turn }) {
		[this.#old, this.words, this.#turn] = [new Set(old), new Set(words), turn];
		return (await look("wire", { after: String(turn) })).turn >= turn;
	}

	/**
	 * Whether the story's card in a Slack place says this to somebody.
	 * @param {string} who
	 * @param {string} place
	 * @param {RegExp} words
	 */
	async says(who, place, words) {
		const [card] = await this.cards(who, place);
		return card !== undefined && words.test(JSON.stringify(card.blocks));
	}

	/**
	 * The story's cards in a Slack place: the first that came since it began, and any other with the same words.
	 * @param {string} who
	 * @param {string} place
	 * @returns {Promise<Json[]>}
	 */
	async cards(who, place) {
		const [own, ...others] = (await cards(who, place)).filter((each) => !this.#old.has(each.ts));
		if (!own) return [];
		this.words.add(wordsOf(own));
		return [own, ...others.filter((each) => this.words.has(wordsOf(each)))];
	}

	/**
	 * Whether Slack has answered such a request since the story began, and named a message in the answer.
	 * @param {string} method
	 * @param {string} ts
	 */
	async answered(method, ts) {
		const { entries } = await look("wire", { after: String(this.#turn) });
		return entries.some((/** @type {Json} */ each) => each.what.includes(method) && JSON.stringify(each.answer).includes(ts));
	}
}

/**
 * The cards in a Slack place: what the app posted with buttons, or had them.
 * @param {string} who
 * @param {string} place
 * @returns {Promise<Json[]>}
 */
async function cards(who, place) {
	const seen = await look("slack", { as: who });
	const found = seen.places.find((/** @type {Json} */ each) => each.name === place);
	return (found?.messages ?? []).filter(
		(/** @type {Json} */ each) => each.by_app && !each.thread && each.blocks[0]?.type === "header",
	);
}

/** The post's words on a card. @param {Json} card @returns {string} */
function wordsOf({ blocks }) {
	const heading = blocks.findIndex((/** @type {Json} */ each) => JSON.stringify(each).includes("The words, as they will appear"));
	return blocks[heading + 1].text.text;
}
