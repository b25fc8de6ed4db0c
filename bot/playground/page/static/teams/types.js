// @ts-check
// What the server says of one person's Teams (teams_pane.py), and what is done with it.

/** @typedef {Record<string, any>} Json */

/**
 * @typedef {object} Chat
 * @property {string} id
 * @property {"personal" | "groupChat" | "channel"} scope
 * @property {string} name
 * @property {string} team empty outside of teams
 * @property {string[]} members
 * @property {boolean} has_app
 * @property {boolean} archived
 * @property {number} messages
 */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {string | null} root the message that this one replies to
 * @property {string} author
 * @property {boolean} by_app
 * @property {boolean} mine
 * @property {boolean} calls whether it rang for the one who looks
 * @property {string} at
 * @property {string} text
 * @property {string} text_format
 * @property {Json | null} card
 * @property {boolean} edited
 * @property {boolean} deleted
 */

/**
 * @typedef {object} Seen
 * @property {{key: string, name: string, zone: string}} me
 * @property {{key: string, name: string, about: string}[]} people
 * @property {string} app
 * @property {Json} menu
 * @property {Chat[]} chats
 * @property {string} open
 * @property {Message[]} messages
 * @property {string[]} refreshing
 * @property {{number: number, title: string, card: Json} | null} dialog
 */

/** Do something as the person in front of the pane, and show what comes of it. @typedef {(asked: Json) => Promise<Json>} Act */

export {};
