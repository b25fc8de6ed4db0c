// @ts-check
// The way to the server: looking, doing, and hearing what changed.

/** @typedef {Record<string, any>} Json */

/**
 * Look at something: `slack`, `teams`, `controls`, `backstage`, `wire`.
 * @param {string} what
 * @param {Record<string, string>} [query]
 * @returns {Promise<Json>}
 */
export async function look(what, query = {}) {
  const answer = await fetch(`/playground/${what}?${new URLSearchParams(query)}`);
  return answer.json();
}

/**
 * Do something. What cannot be done comes back as `{error}`: a plain sentence.
 * @param {string} what
 * @param {Json} asked
 * @returns {Promise<Json>}
 */
export async function act(what, asked) {
  try {
    const answer = await fetch(`/playground/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    return await answer.json();
  } catch {
    return { error: "The playground does not answer. Is copydesk demo still running?" };
  }
}

/** @type {Map<string, Set<() => void>>} */
const listeners = new Map();

/**
 * Call `then` whenever something changed: `slack`, `teams`, `controls` or `wire`; and after the line was down.
 * @param {string} what
 * @param {() => void} then
 */
export function hear(what, then) {
  const heard = listeners.get(what) ?? new Set();
  listeners.set(what, heard.add(then));
}

/** Open the line; the browser opens it again by itself whenever it breaks. */
export function listen() {
  const line = new EventSource("/playground/live");
  line.onopen = () => [...listeners.keys()].forEach(tell);
  line.onmessage = (event) => JSON.parse(event.data).forEach(tell);
}

/** @param {string} what */
function tell(what) {
  listeners.get(what)?.forEach((then) => then());
}

/**
 * Say something to those who hear the page.
 * @param {string} words
 */
export function say(words) {
  const said = document.getElementById("said");
  if (said) said.textContent = words;
}
