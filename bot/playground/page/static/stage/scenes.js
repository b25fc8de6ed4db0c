// @ts-check
// The three stories, step by step: who does what, how it is seen to have happened, and how hands do it.
import { act, look } from "../api.js";
import { NotThere, asks, be, offers, press, tick, type } from "./hands.js";

/** @typedef {import("./witness.js").Witness} Witness */
/** @typedef {import("./hands.js").Pane} Pane */

/**
 * One step. `happened` is asked whenever something changed; a step without it is over once it was looked at.
 * @typedef {object} Step
 * @property {string} [who] where it is not the person who is there
 * @property {string} says
 * @property {string} after
 * @property {[Pane, string, string][]} at who stands where: in the step's own pane first
 * @property {(witness: Witness) => Promise<boolean>} [happened]
 * @property {[string, (witness: Witness) => Promise<boolean>]} [missed] why it can't happen any more, and whether that is so
 * @property {[string, (witness: Witness) => Promise<void>]} [words] what is to be typed, and how hands put it where it belongs
 * @property {"tree" | "ledger" | "wire"} [shows] what it speaks of, behind the scenes
 * @property {(witness: Witness) => Promise<void>} [hands]
 */

/** @typedef {object} Story @property {string} name @property {string} about @property {Step[]} steps */

const CLAIM = "Our new kettle is the fastest on the market. Win a kettle: tell us your tea story!";
const MENDED = "Our new kettle boils a litre in 90 seconds. Win a kettle: tell us your tea story! Terms on our site.";
const FAIR = "Meet us at the fair on Thursday, and bring your own mug.";
const MARKETING = "marketing-review";

/** @type {[Pane, string, string]} */
const ADA = ["slack", "ada", "Copydesk"];
/** @type {[Pane, string, string]} */
const CLEO = ["slack", "cleo", "#marketing-review"];
/** @type {[Pane, string, string]} */
const BEN = ["teams", "ben", "Reviews"];
/** @type {[Pane, string, string]} */
const ADA_IN_TEAMS = ["teams", "ada", "Copydesk"];

async function write() {
	await be(...ADA);
	await type("slack", "Message Copydesk", `/propose-post ${CLAIM}`);
}

async function propose() {
	await write();
	await press("slack", "Send now");
	await tick("slack", "LinkedIn");
	await press("slack", "Send for review");
	await press("slack", "Close");
}

async function writeInTeams() {
	if (!asks("teams", "The post")) {
		await be(...ADA_IN_TEAMS);
		if (offers("teams", "Add Copydesk")) await press("teams", "Add Copydesk");
		await type("teams", "Type a message", "propose");
		await press("teams", "Send");
		await press("teams", "Propose a post");
	}
	await type("teams", "The post", FAIR);
}

async function proposeInTeams() {
	await writeInTeams();
	await tick("teams", "LinkedIn");
	await press("teams", "Send for review");
}

/** @param {Witness} witness */
async function edit(witness) {
	if (!asks("slack", "The post")) await presses(ADA, "Edit")(witness);
	await type("slack", "The post", MENDED);
}

/** @param {[Pane, string, string]} at @param {string} button @returns {(witness: Witness) => Promise<void>} */
function presses(at, button) {
	return async (witness) => {
		if (!witness.words.size) throw new NotThere("This story has no post yet.");
		await be(...at);
		await press(at[0], button, witness.words);
	};
}

/** @param {Record<string, unknown>} asked */
async function pull(asked) {
	const { error } = await act("controls", asked);
	if (error) throw new NotThere(error);
}

/** A step that switches trouble on or off. @param {string} chat @param {string} kind @param {boolean} on */
function trouble(chat, kind, on) {
	return {
		happened: async () => {
			const kinds = (await look("controls")).trouble[chat];
			return on === kinds.find((/** @type {Record<string, unknown>} */ each) => each.kind === kind).on;
		},
		hands: () => pull({ do: "trouble", chat, kind, on }),
	};
}

/** Whether Ada's card says this. @param {RegExp} words @returns {(witness: Witness) => Promise<boolean>} */
function told(words) {
	return (witness) => witness.says("ada", "Copydesk", words);
}

/** Legal is asked only about certain words. @type {Step["missed"]} */
const LEGAL_IS_NOT_ASKED = [
	"These words neither claim anything nor give anything away, so legal isn't asked about them.",
	async (witness) => (await witness.says("ada", "Copydesk", /Marketing: /)) && !(await witness.says("ada", "Copydesk", /Legal: /)),
];

/** @type {Step} */
const proposes = {
	at: [ADA, BEN],
	says: "Ada has an idea for a post, so she types /propose-post and her words to Copydesk in Slack. In the form she ticks where it should appear, and sends it for review. Other words do too, with “fastest” or “win a” in them.",
	words: [CLAIM, write],
	after: "Ada's card says who is asked: the company's policy chose the desks by her words.",
	happened: told(/In review\.|Ready to go out/),
	hands: propose,
};

/** @type {Step} */
const cleoApproves = {
	at: [CLEO, BEN],
	says: "Every post speaks for the brand, so marketing is asked, in its own channel #marketing-review. Cleo reads the exact words on her card and presses Approve.",
	after: "Her approval is on record, and every card in both chats says so.",
	happened: told(/Marketing: Cleo Marsh approved/),
	hands: presses(CLEO, "Approve"),
};

/** @type {Step} */
const benApproves = {
	at: [BEN, CLEO],
	says: "“The fastest” is a claim and “win a” a giveaway, so legal is asked where legal sits: in Teams, in Legal / Reviews. Ben presses Approve there, and need not know that Ada is in Slack.",
	after: "Both desks have agreed. Watch the card in the other pane: it changed by itself.",
	happened: told(/Legal: Ben Okafor approved/),
	missed: LEGAL_IS_NOT_ASKED,
	hands: presses(BEN, "Approve"),
};

/** @type {Story[]} */
export const STORIES = [
	{
		name: "One post across two chats",
		about: "Ada proposes in Slack. Cleo agrees there, Ben in Teams.",
		steps: [
			proposes,
			cleoApproves,
			benApproves,
			{
				at: [ADA, BEN],
				says: "Ada's card says “Ready to go out”, and so do all others, in both chats. “Behind the scenes” shows why: what had to hold, the ledger with its chain, and every request that went over the wire.",
				after: "",
				shows: "tree",
			},
		],
	},
	{
		name: "An edit that makes an approval stale",
		about: "Approvals hold for words. When the words change, they are asked for again.",
		steps: [
			proposes,
			cleoApproves,
			{
				who: "Teams",
				at: [BEN, CLEO],
				says: "Ben has the card in front of him, when Teams gets stuck: it will take no news for a while. Switch on “Held up” for Teams under Trouble, so that his card stays as it is.",
				after: "From now on, Ben sees what was true a moment ago. That happens to everybody some day.",
				...trouble("teams", "held", true),
				missed: LEGAL_IS_NOT_ASKED,
			},
			{
				at: [ADA, BEN],
				says: "Ada would rather not claim to be the fastest: she presses Edit on her card, and says what the kettle does instead. “Win a” stays. The words are new. Cleo's approval was for the old ones, so it counts no more, and she is asked again.",
				after: "Ada's card shows revision 2, and waits for both desks anew.",
				words: [MENDED, edit],
				happened: told(/Revision\\n[2-9]/),
				hands: async (witness) => {
					await edit(witness);
					await press("slack", "Save");
				},
			},
			{
				at: [BEN, ADA],
				says: "Ben still sees revision 1 with its buttons. He presses Approve. A button carries the words that it was drawn for: this one can't approve any others.",
				after: "Nothing was approved. Ben is shown the new words, with buttons of their own.",
				happened: async () => /[2-9], by Ada Park/.test(await shown("ben", "Reviews")),
				missed: LEGAL_IS_NOT_ASKED,
				hands: presses(BEN, "Approve"),
			},
			{
				who: "Teams",
				at: [BEN, CLEO],
				says: "Teams takes news again: switch “Held up” off. Nobody has to send anything anew, Copydesk brings every card up to date by itself.",
				after: "Both cards show revision 2, and what changed since the last decision.",
				...trouble("teams", "held", false),
			},
			{
				at: [CLEO, BEN],
				says: "Cleo's card marks what changed since she approved, so she need not read all of it again. She approves the new words.",
				after: "Marketing has agreed to revision 2.",
				happened: told(/Marketing: Cleo Marsh approved, revision [2-9]/),
				hands: presses(CLEO, "Approve"),
			},
			{
				at: [BEN, ADA],
				says: "Ben reads that “the fastest” is gone, and approves. What goes out now is what both have read, to the letter.",
				after: "The ledger, behind the scenes, has both revisions, and who said yes to which.",
				happened: told(/Legal: Ben Okafor approved, revision [2-9]/),
				missed: LEGAL_IS_NOT_ASKED,
				shows: "ledger",
				hands: presses(BEN, "Approve"),
			},
		],
	},
	{
		name: "A lost answer healed",
		about: "Slack does what it was asked, but its answer gets lost. Nothing is posted twice.",
		steps: [
			{
				who: "Slack",
				at: [CLEO, ADA_IN_TEAMS],
				says: "Networks lose answers: Slack posts a message, and Copydesk never hears of it. Switch on “Answers lost” for Slack under Trouble.",
				after: "Whoever just tried again would post everything twice now.",
				...trouble("slack", "lost", true),
			},
			{
				at: [ADA_IN_TEAMS, CLEO],
				says: "Ada writes “propose” to Copydesk, in Teams this time, where she adds it first, and sends a post for review. Marketing's card appears in Slack, in #marketing-review, but the answer to posting it is lost.",
				words: [FAIR, writeInTeams],
				after: "Cleo sees the card. Copydesk doesn't know yet that it is there.",
				happened: async (witness) => (await witness.cards("cleo", MARKETING)).length > 0,
				hands: proposeInTeams,
			},
			{
				who: "Slack",
				at: [CLEO, ADA_IN_TEAMS],
				says: "A minute after the lost answer, Copydesk asks Slack for the channel's messages and looks for its own card among them. Leave the card alone and wait that long, or move the clock: “To the next thing due” in the time machine.",
				after: "Slack was asked for the channel's messages, and the card is among them: there is one, and nothing was posted twice.",
				happened: foundAgain,
				missed: [
					"Cleo's press has told Copydesk already where its card is: it need not look for it any more.",
					async (witness) => (await cleoHasApproved(witness)) && !(await foundAgain(witness)),
				],
				hands: () => pull({ do: "travel", seconds: 90 }),
			},
			{
				at: [CLEO, ADA_IN_TEAMS],
				says: "Copydesk knows its card again. Cleo presses Approve on it; her decision is put on record before any card is drawn. The answer to changing her card is lost as well. That is simply done again, for it does no harm.",
				after: "Her card and Ada's in Teams both say so, and there is still only one of each.",
				happened: async (witness) =>
					(await witness.cards("cleo", MARKETING)).length === 1 &&
					(await cleoHasApproved(witness)) &&
					(await shown("ada", "Copydesk")).includes("Marketing: Cleo Marsh approved"),
				hands: presses(CLEO, "Approve"),
			},
			{
				who: "Slack",
				at: [CLEO, ADA_IN_TEAMS],
				says: "All of it stands on the wire, behind the scenes: the lost answers, the question for the channel's messages, and the card in its answer. Switch “Answers lost” off again.",
				after: "The network is well again, and nobody had to mend anything.",
				shows: "wire",
				...trouble("slack", "lost", false),
			},
		],
	},
];

/** @param {Witness} witness */
function cleoHasApproved(witness) {
	return witness.says("cleo", MARKETING, /Marketing: Cleo Marsh approved/);
}

/** Whether Slack was asked for the channel's messages, and marketing's one card was among them. @param {Witness} witness */
async function foundAgain(witness) {
	const [card, ...more] = await witness.cards("cleo", MARKETING);
	return card !== undefined && !more.length && witness.answered("conversations.history", card.ts);
}

/** Whether the story's post can't be decided on any more. @param {Witness} witness */
export async function closed(witness) {
	const over = /(Withdrawn|Rejected) by /;
	return (await told(over)(witness)) || witness.says("cleo", MARKETING, over);
}

/** What somebody's Teams shows in a chat. @param {string} who @param {string} name */
async function shown(who, name) {
	const { chats } = await look("teams", { as: who });
	const found = chats.find((/** @type {Record<string, string>} */ each) => each.name === name);
	const { messages } = await look("teams", { as: who, chat: found.id });
	return JSON.stringify(messages);
}
