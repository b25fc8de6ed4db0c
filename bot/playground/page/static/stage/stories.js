// @ts-check
// The guided stories: which there are, and the one that is being told.
import { act, hear, say } from "../api.js";
import { h, put } from "../dom.js";
import { show } from "../frame.js";
import { NotThere, be, sit } from "./hands.js";
import { STORIES, closed } from "./scenes.js";
import { Witness } from "./witness.js";

/** @typedef {import("./scenes.js").Story} Story */
/** @typedef {import("./scenes.js").Step} Step */

const SEEN = "seen the first line";
const KEPT = "story";
/** So many milliseconds after the hands, what they did should have come about. */
const SOON = 8000;

/** @param {HTMLElement} root where they are chosen @param {HTMLElement} strip where they are told */
export function mountStories(root, strip) {
	const teller = new Teller(strip);
	const opener = h("button", { class: "button", popovertarget: "story-menu" }, "Stories");
	const greet = () => welcome(strip, teller, () => opener.focus());
	/** @param {string} name @param {string} about @param {() => void} choose */
	const choice = (name, about, choose) =>
		h("button", { class: "choice", onclick: () => { menu.hidePopover(); choose(); } },
			h("strong", {}, name), h("span", { class: "quiet" }, about));
	/** @type {HTMLElement} */
	const menu = h("div", { id: "story-menu", class: "story-menu", popover: "auto" },
		STORIES.map((story) => choice(story.name, story.about, () => void teller.begin(story))),
		choice("What is this?", "In a sentence, as at the first visit.", () => {
			teller.leave();
			greet();
			strip.querySelector("button")?.focus();
		}));
	root.append(opener, menu);
	for (const what of ["slack", "teams", "controls", "wire"]) hear(what, () => void teller.look());
	if (localStorage.getItem(SEEN)) void teller.resume();
	else greet();
}

/** What somebody reads who is here for the first time. @param {HTMLElement} strip @param {Teller} teller @param {() => void} then */
function welcome(strip, teller, then) {
	const close = () => {
		localStorage.setItem(SEEN, "yes");
		strip.replaceChildren();
		then();
	};
	strip.replaceChildren(
		h("p", { class: "says" },
			"Copydesk at work between a local Slack and a local Teams. Nothing leaves this machine, so try anything: ",
			"be anyone, type /propose-post in Slack, or begin with a story."),
		h("div", { class: "steps" }, h("button", { class: "button main", onclick: () => void teller.begin(STORIES[0]) }, "Begin with a story"),
			h("button", { class: "button", onclick: close }, "Look around")),
	);
}

/** @param {string} word */
const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** Tells one story at a time. */
class Teller {
	/** @type {Story | null} */
	#story = null;
	#step = 0;
	#happened = false;
	/** Why the step can't happen any more. */
	#missed = "";
	#busy = false;
	#looking = false;
	#again = false;
	#trouble = "";
	#witness = new Witness();

	/** @param {HTMLElement} strip */
	constructor(strip) {
		this.strip = strip;
	}

	/** @param {Story} story */
	async begin(story) {
		localStorage.setItem(SEEN, "yes");
		await act("controls", { do: "all well" });
		await this.#witness.begin();
		this.#story = story;
		await this.#go(0);
	}

	/** Go on where the page was when it was opened anew. */
	async resume() {
		const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
		if (!kept || !(await this.#witness.recall(kept.witness).catch(() => false)) || this.#story) return;
		this.#story = STORIES[kept.story];
		this.#step = kept.step;
		show(this.#story.steps[kept.step].at[0][0]);
		this.#draw();
		await this.look();
	}

	/** See whether the step has happened, by whoever's hand; one look at a time, and another if something changed meanwhile. */
	async look() {
		this.#again = true;
		if (this.#looking) return;
		this.#looking = true;
		while (this.#again) {
			this.#again = false;
			await this.#see().catch(() => {});
		}
		this.#looking = false;
	}

	async #see() {
		const step = this.#now();
		if (!step?.happened || this.#happened) return;
		const happened = await step.happened(this.#witness);
		const missed = happened ? "" : await this.#whyNot(step);
		if (this.#now() !== step || (!happened && missed === this.#missed)) return;
		this.#happened = happened;
		this.#missed = missed;
		if (happened) this.#trouble = "";
		this.#keep();
		this.#draw();
		if (happened) say(`It has happened. ${step.after}`);
	}

	/** @param {Step} step */
	async #whyNot({ missed }) {
		if (missed && (await missed[1](this.#witness))) return missed[0];
		return (await closed(this.#witness)) ? "This post was withdrawn or rejected: nobody is asked about it any more." : "";
	}

	#now() {
		return this.#story?.steps[this.#step];
	}

	#keep() {
		const story = this.#story && STORIES.indexOf(this.#story);
		sessionStorage.setItem(KEPT, JSON.stringify({ story, step: this.#step, witness: this.#witness.kept() }));
	}

	/** @param {number} to */
	async #go(to) {
		this.#step = to;
		this.#happened = false;
		this.#trouble = this.#missed = "";
		this.#keep();
		this.#draw();
		const step = this.#now();
		if (!step) return;
		const [own, other] = step.at;
		sit(...other);
		await be(...own).catch(() => {});
		if (this.#now() !== step) return;
		this.#focus();
		await this.look();
	}

	/** Have hands do something, and say what they could not find. @param {(witness: Witness) => Promise<void>} hands */
	async #help(hands) {
		const step = this.#now();
		this.#busy = true;
		this.#trouble = "";
		this.#draw();
		try {
			await hands(this.#witness);
		} catch (error) {
			if (!(error instanceof NotThere)) throw error;
			this.#trouble = `${error.message} Is the step before done? Go back, do it by hand, or begin again.`;
		} finally {
			this.#busy = false;
			this.#draw();
			// Words that were put somewhere are gone on with there.
			if (hands === step?.hands) this.#focus();
		}
		await this.look();
		if (hands === step?.hands) setTimeout(() => this.#wonder(step), SOON);
	}

	/** Say so if a step is done and has not happened yet. @param {Step} step */
	#wonder(step) {
		if (this.#now() !== step || this.#happened || this.#busy || this.#trouble || this.#missed) return;
		this.#trouble = "Nothing has come of it yet. Is other trouble on, or Copydesk stopped? Mend that, or begin again.";
		this.#draw();
	}

	leave() {
		if (this.#story) void act("controls", { do: "all well" });
		this.#story = null;
		sessionStorage.removeItem(KEPT);
		this.strip.replaceChildren();
	}

	/** Open what is behind the scenes. @param {string} tab */
	#show(tab) {
		show("stage");
		document.getElementById("stage")?.dispatchEvent(new CustomEvent("show", { detail: { tab } }));
	}

	#draw() {
		const story = this.#story;
		if (!story) return;
		const step = story.steps[this.#step];
		const last = this.#step === story.steps.length - 1;
		const over = this.#happened || !step.happened;
		const { words, hands, shows } = step;
		const trouble = this.#missed || this.#trouble;
		const next = () => (last ? this.leave() : void this.#go(this.#step + 1));
		/** @param {string} name @param {() => void} onclick @param {boolean} [main] */
		const button = (name, onclick, main) =>
			h("button", { class: main ? "button main" : "button", disabled: this.#busy, onclick }, name);
		const focused = this.strip.contains(document.activeElement);
		this.strip.replaceChildren();
		put(this.strip, [
			h("div", { class: "told" },
				h("h2", { tabindex: -1 }, story.name, h("span", { class: "quiet" }, ` ${this.#step + 1} of ${story.steps.length} · ${step.who ?? step.at[0].slice(0, 2).reverse().map(capital).join(", in ")}`)),
				h("p", { class: "says" }, step.says, words && !over && h("q", {}, words[0])),
				this.#happened && h("p", { class: "after" }, `✓ ${step.after}`),
				trouble && h("p", { class: "trouble", role: "alert" }, trouble)),
			h("div", { class: "steps" },
				hands && !over && !this.#missed && button(this.#busy ? "Watch…" : "Do it for me", () => void this.#help(hands), true),
				over && button(last ? "The end" : "Next", next, true),
				trouble && button("Begin again", () => void this.begin(story), this.#missed !== ""),
				words && !over && !this.#missed && button("Put the words in", () => void this.#help(words[1])),
				shows && button("Show me", () => this.#show(shows)),
				this.#step > 0 && button("Back", () => void this.#go(this.#step - 1)),
				!over && !last && button("Skip", next),
				button("Leave the story", () => this.leave())),
		]);
		if (focused) this.#focus();
	}

	/** Whatever was pressed here may be gone: who goes by keyboard stays where the story is. */
	#focus() {
		this.strip.querySelector("h2")?.focus();
	}
}
