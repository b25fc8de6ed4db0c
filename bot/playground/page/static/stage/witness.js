// @ts-check
// What has become of a story's post, read from what stands in both chats; it changes nothing there.
import { look } from "../api.js";

/** @typedef {import("../api.js").Json} Json */

/** Looks at the cards that came since it was made. */
export class Witness {
  /** @type {Set<string>} */
  #old = new Set();

  /** From now on, only what comes counts. */
  async begin() {
    const places = await Promise.all([cards("ada", "Copydesk"), cards("cleo", "marketing-review")]);
    this.#old = new Set(places.flat().map((each) => each.ts));
  }

  /**
   * Whether the story's card in a Slack place says this to somebody.
   * @param {string} who
   * @param {string} place
   * @param {string} words
   */
  async says(who, place, words) {
    const card = (await this.cards(who, place)).at(-1);
    return card !== undefined && JSON.stringify(card.blocks).includes(JSON.stringify(words).slice(1, -1));
  }

  /**
   * The cards in a Slack place that came since the story began.
   * @param {string} who
   * @param {string} place
   * @returns {Promise<Json[]>}
   */
  async cards(who, place) {
    return (await cards(who, place)).filter((each) => !this.#old.has(each.ts));
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
