// @ts-check
// The guided stories: which there are, and the one that is being told.
import { hear, say } from "../api.js";
import { h, put } from "../dom.js";
import { show } from "../frame.js";
import { NotThere, be } from "./hands.js";
import { STORIES } from "./scenes.js";
import { Witness } from "./witness.js";

/** @typedef {import("./scenes.js").Story} Story */

const SEEN = "seen the first line";

/**
 * @param {HTMLElement} root where they are chosen
 * @param {HTMLElement} strip where they are told
 */
export function mountStories(root, strip) {
  const teller = new Teller(strip);
  const menu = h("div", { id: "story-menu", class: "story-menu", popover: "auto" }, choices(teller, () => menu.hidePopover()));
  root.append(h("button", { type: "button", class: "button", popovertarget: "story-menu" }, "Stories"), menu);
  for (const what of ["slack", "teams", "controls"]) hear(what, () => teller.look());
  if (!localStorage.getItem(SEEN)) welcome(strip, teller);
}

/**
 * @param {Teller} teller
 * @param {() => void} [then]
 */
function choices(teller, then = () => {}) {
  return STORIES.map((story) =>
    h("button", { type: "button", class: "choice", onclick: () => { then(); void teller.begin(story); } },
      h("strong", {}, story.name), h("span", { class: "quiet" }, story.about)));
}

/**
 * What somebody reads who is here for the first time.
 * @param {HTMLElement} strip
 * @param {Teller} teller
 */
function welcome(strip, teller) {
  const close = () => {
    localStorage.setItem(SEEN, "yes");
    strip.replaceChildren();
  };
  strip.replaceChildren(
    h("p", { class: "says" },
      "Copydesk at work between a local Slack and a local Teams. Nothing leaves this machine, so try anything: ",
      "be anyone, type /propose-post in Slack, or begin with a story."),
    h("div", { class: "steps" }, h("button", { type: "button", class: "button main", onclick: () => void teller.begin(STORIES[0]) }, "Begin with a story"),
      h("button", { type: "button", class: "button", onclick: close }, "Look around")),
  );
}

/** Tells one story at a time. */
class Teller {
  /** @type {Story | null} */
  #story = null;
  #step = 0;
  #happened = false;
  #busy = false;
  #looking = false;
  #trouble = "";
  #witness = new Witness();

  /** @param {HTMLElement} strip */
  constructor(strip) {
    this.strip = strip;
  }

  /** @param {Story} story */
  async begin(story) {
    localStorage.setItem(SEEN, "yes");
    await this.#witness.begin();
    this.#story = story;
    await this.#go(0);
  }

  /** See whether the step has happened, by whoever's hand. */
  async look() {
    const step = this.#story?.steps[this.#step];
    if (!step?.happened || this.#happened || this.#looking) return;
    this.#looking = true;
    const happened = await step.happened(this.#witness).catch(() => false);
    this.#looking = false;
    if (!happened || this.#story?.steps[this.#step] !== step) return;
    this.#happened = true;
    this.#draw();
    say(`It has happened. ${step.after}`);
  }

  /** @param {number} to */
  async #go(to) {
    this.#step = to;
    this.#happened = false;
    this.#trouble = "";
    this.#draw();
    const step = this.#story?.steps[to];
    if (!step) return;
    for (const at of step.at) await be(...at).catch(() => {});
    show(step.at.find(([pane]) => step.who.toLowerCase().endsWith(pane))?.[0] ?? step.at[0][0]);
    this.#focus();
    await this.look();
  }

  async #help() {
    const step = this.#story?.steps[this.#step];
    if (!step?.hands) return;
    this.#busy = true;
    this.#trouble = "";
    this.#draw();
    try {
      await step.hands();
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      this.#trouble = `${error.message} Is the step before done? Go back, or do it by hand.`;
    } finally {
      this.#busy = false;
      this.#draw();
      this.#focus();
    }
    await this.look();
  }

  #leave() {
    this.#story = null;
    this.strip.replaceChildren();
  }

  #draw() {
    const story = this.#story;
    if (!story) return;
    const step = story.steps[this.#step];
    const last = this.#step === story.steps.length - 1;
    const over = this.#happened || !step.happened;
    const next = () => (last ? this.#leave() : void this.#go(this.#step + 1));
    const focused = this.strip.contains(document.activeElement);
    this.strip.replaceChildren();
    put(this.strip, [
      h("h2", { tabindex: -1 }, story.name, h("span", { class: "quiet" }, ` ${this.#step + 1} of ${story.steps.length} · ${step.who}`)),
      h("p", { class: "says" }, step.says.join(" ")),
      this.#happened && h("p", { class: "after" }, `✓ ${step.after}`),
      this.#trouble && h("p", { class: "trouble", role: "alert" }, this.#trouble),
      h("div", { class: "steps" },
        !over && h("button", { type: "button", class: "button main", disabled: this.#busy, onclick: () => void this.#help() }, this.#busy ? "Watch…" : "Do it for me"),
        over && h("button", { type: "button", class: "button main", onclick: next }, last ? "The end" : "Next"),
        this.#step > 0 && h("button", { type: "button", class: "button", disabled: this.#busy, onclick: () => void this.#go(this.#step - 1) }, "Back"),
        !over && !last && h("button", { type: "button", class: "button", disabled: this.#busy, onclick: next }, "Skip"),
        h("button", { type: "button", class: "button", disabled: this.#busy, onclick: () => this.#leave() }, "Leave the story")),
    ]);
    if (focused) this.#focus();
  }

  /** Whatever was pressed here may be gone: who goes by keyboard stays where the story is. */
  #focus() {
    this.strip.querySelector("h2")?.focus();
  }
}
