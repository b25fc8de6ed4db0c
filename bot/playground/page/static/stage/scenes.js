// @ts-check
// The three stories, step by step: who does what, how it is seen to have happened, and how hands do it.
import { act, look } from "../api.js";
import { be, offers, press, tick, type } from "./hands.js";

/** @typedef {import("./witness.js").Witness} Witness */
/** @typedef {import("./hands.js").Pane} Pane */

/**
 * One step. `happened` is asked whenever something changed; a step without it is over once it was looked at.
 * @typedef {object} Step
 * @property {string} who
 * @property {[string, string]} says
 * @property {string} after
 * @property {[Pane, string, string][]} at who stands where, in which pane
 * @property {(witness: Witness) => Promise<boolean>} [happened]
 * @property {() => Promise<void>} [hands]
 */

/**
 * @typedef {object} Story
 * @property {string} name
 * @property {string} about
 * @property {Step[]} steps
 */

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

/** @param {string} words */
async function propose(words) {
  await be(...ADA);
  await type("slack", "Message Copydesk", `/propose-post ${words}`);
  await press("slack", "Send now");
  await tick("slack", "LinkedIn");
  await press("slack", "Send for review");
}

async function proposeInTeams() {
  await be(...ADA_IN_TEAMS);
  if (offers("teams", "Add Copydesk")) await press("teams", "Add Copydesk");
  await type("teams", "Type a message", "propose");
  await press("teams", "Send");
  await press("teams", "Propose a post");
  await type("teams", "The post", FAIR);
  await tick("teams", "LinkedIn");
  await press("teams", "Send for review");
}

/** @param {[Pane, string, string]} at @param {string} button */
async function decide(at, button) {
  await be(...at);
  await press(at[0], button);
}

/** @param {string} chat @param {string} kind @param {boolean} on */
async function trouble(chat, kind, on) {
  await act("controls", { do: "trouble", chat, kind, on });
}

/** @param {string} chat @param {string} kind */
async function troubled(chat, kind) {
  const { trouble } = await look("controls");
  return trouble[chat].some((/** @type {Record<string, unknown>} */ each) => each.kind === kind && each.on);
}

/** @type {Step} */
const proposes = {
  who: "Ada, in Slack",
  at: [ADA, BEN],
  says: [
    "Ada has an idea for a post, so she types /propose-post and her words to Copydesk in Slack.",
    "In the form she ticks where it should appear, and sends it for review.",
  ],
  after: "Ada's card says who is asked: the company's policy chose the desks by her words.",
  happened: (witness) => witness.says("ada", "Copydesk", "In review."),
  hands: () => propose(CLAIM),
};

/** @type {Step} */
const cleoApproves = {
  who: "Cleo, in Slack",
  at: [CLEO, BEN],
  says: [
    "Every post speaks for the brand, so marketing is asked, in its own channel #marketing-review.",
    "Cleo reads the exact words on her card and presses Approve.",
  ],
  after: "Her approval is on record, and every card in both chats says so.",
  happened: (witness) => witness.says("ada", "Copydesk", "Marketing: Cleo Marsh approved"),
  hands: () => decide(CLEO, "Approve"),
};

/** @type {Step} */
const benApproves = {
  who: "Ben, in Teams",
  at: [CLEO, BEN],
  says: [
    "“The fastest” is a claim and “win a” a giveaway, so legal is asked where legal sits: in Teams, in Legal / Reviews.",
    "Ben presses Approve there, and need not know that Ada is in Slack.",
  ],
  after: "Both desks have agreed. Watch the card in the other pane: it changed by itself.",
  happened: (witness) => witness.says("ada", "Copydesk", "Legal: Ben Okafor approved"),
  hands: () => decide(BEN, "Approve"),
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
        who: "Ada, in Slack",
        at: [ADA, BEN],
        says: [
          "Ada's card says “Ready to go out”, and so do all others, in both chats.",
          "“Behind the scenes” shows why: what had to hold, the ledger with its chain, and every request that went over the wire.",
        ],
        after: "",
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
        at: [CLEO, BEN],
        says: [
          "Ben has the card in front of him, when Teams gets stuck: it will take no news for a while.",
          "Switch on “Held up” for Teams under Trouble, so that his card stays as it is.",
        ],
        after: "From now on, Ben sees what was true a moment ago. That happens to everybody some day.",
        happened: () => troubled("teams", "held"),
        hands: async () => {
          await be(...BEN);
          await trouble("teams", "held", true);
        },
      },
      {
        who: "Ada, in Slack",
        at: [ADA, BEN],
        says: [
          "Ada would rather not claim to be the fastest: she presses Edit on her card, and says what the kettle does instead.",
          "The words are new. Cleo's approval was for the old ones, so it counts no more, and she is asked again.",
        ],
        after: "Ada's card shows revision 2, and waits for both desks anew.",
        happened: (witness) => witness.says("ada", "Copydesk", "Revision\n2"),
        hands: async () => {
          await decide(ADA, "Edit");
          await type("slack", "The post", MENDED);
          await press("slack", "Save");
        },
      },
      {
        who: "Ben, in Teams",
        at: [ADA, BEN],
        says: [
          "Ben still sees revision 1 with its buttons. He presses Approve.",
          "A button carries the words that it was drawn for: this one can't approve any others.",
        ],
        after: "Nothing was approved. Ben is shown the new words, with buttons of their own.",
        happened: async () => (await shown("ben", "Reviews")).includes("2, by Ada Park"),
        hands: () => decide(BEN, "Approve"),
      },
      {
        who: "Teams",
        at: [CLEO, BEN],
        says: [
          "Teams takes news again: switch “Held up” off.",
          "Nobody has to send anything anew, Copydesk brings every card up to date by itself.",
        ],
        after: "Both cards show revision 2, and what changed since the last decision.",
        happened: async () => !(await troubled("teams", "held")),
        hands: () => trouble("teams", "held", false),
      },
      {
        who: "Cleo, in Slack",
        at: [CLEO, BEN],
        says: [
          "Cleo's card marks what changed since she approved, so she need not read all of it again.",
          "She approves the new words.",
        ],
        after: "Marketing has agreed to revision 2.",
        happened: (witness) => witness.says("ada", "Copydesk", "Marketing: Cleo Marsh approved, revision 2"),
        hands: () => decide(CLEO, "Approve"),
      },
      {
        who: "Ben, in Teams",
        at: [ADA, BEN],
        says: [
          "Ben reads that “the fastest” is gone, and approves.",
          "What goes out now is what both have read, to the letter.",
        ],
        after: "The ledger, behind the scenes, has both revisions, and who said yes to which.",
        happened: (witness) => witness.says("ada", "Copydesk", "Legal: Ben Okafor approved, revision 2"),
        hands: () => decide(BEN, "Approve"),
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
        says: [
          "Networks lose answers: Slack posts a message, and Copydesk never hears of it.",
          "Switch on “Answers lost” for Slack under Trouble.",
        ],
        after: "Whoever just tried again would post everything twice now.",
        happened: () => troubled("slack", "lost"),
        hands: () => trouble("slack", "lost", true),
      },
      {
        who: "Ada, in Teams",
        at: [CLEO, ADA_IN_TEAMS],
        says: [
          "Ada writes propose to Copydesk, in Teams this time, where she adds it first, and sends a post for review.",
          "Marketing's card appears in Slack, in #marketing-review, but the answer to posting it is lost.",
        ],
        after: "Cleo sees the card. Copydesk doesn't know yet that it is there.",
        happened: async (witness) => (await witness.cards("cleo", MARKETING)).length > 0,
        hands: proposeInTeams,
      },
      {
        who: "Cleo, in Slack",
        at: [CLEO, ADA_IN_TEAMS],
        says: [
          "Cleo presses Approve on the card that Copydesk isn't sure of.",
          "Her decision is put on record before any card is drawn, so it counts at once.",
        ],
        after: "Ada's card in Teams says so. Cleo's own waits until Copydesk has found it.",
        happened: async () => (await shown("ada", "Copydesk")).includes("Marketing: Cleo Marsh approved"),
        hands: () => decide(CLEO, "Approve"),
      },
      {
        who: "Cleo, in Slack",
        at: [CLEO, ADA_IN_TEAMS],
        says: [
          "A minute after the lost answer, Copydesk asks Slack for the channel's messages and looks for its own card among them.",
          "Wait that long, or move the clock: “To the next thing due” in the time machine.",
        ],
        after: "It found its card and went on with it: there is one, it is up to date, and nothing was posted twice.",
        happened: async (witness) =>
          (await witness.cards("cleo", MARKETING)).length === 1 && witness.says("cleo", MARKETING, "Marketing: Cleo Marsh approved"),
        hands: async () => {
          await act("controls", { do: "travel", seconds: 90 });
        },
      },
      {
        who: "Slack",
        at: [CLEO, ADA_IN_TEAMS],
        says: [
          "All of it stands on the wire, behind the scenes: the lost answer, the question, and the card that was found.",
          "Switch “Answers lost” off again.",
        ],
        after: "The network is well again, and nobody had to mend anything.",
        happened: async () => !(await troubled("slack", "lost")),
        hands: () => trouble("slack", "lost", false),
      },
    ],
  },
];

/**
 * What somebody's Teams shows in a chat.
 * @param {string} who
 * @param {string} name
 */
async function shown(who, name) {
  const { chats } = await look("teams", { as: who });
  const found = chats.find((/** @type {Record<string, string>} */ each) => each.name === name);
  const { messages } = await look("teams", { as: who, chat: found.id });
  return JSON.stringify(messages);
}
