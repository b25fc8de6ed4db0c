// @ts-check
// The way to the server: looking, doing, and hearing what changed.

/** @typedef {Record<string, any>} Json */

const SILENT = "The playground does not answer. Is copydesk demo still running?";
const AGAIN = 2000;

/** @param {boolean} answers */
function tellAll(answers) {
	const words = answers ? "" : SILENT;
	const bar = document.getElementById("silent");
	if (bar && bar.textContent !== words) bar.textContent = words;
}

/**
 * Look at something: `slack`, `teams`, `controls`, `backstage`, `wire`. While nobody answers, this waits.
 * @param {string} what
 * @param {Record<string, string>} [query]
 * @returns {Promise<Json>}
 */
export async function look(what, query = {}) {
	for (;;) {
		try {
			const answer = await fetch(`/playground/${what}?${new URLSearchParams(query)}`);
			return await answer.json();
		} catch {
			tellAll(false);
			await new Promise((go) => setTimeout(go, AGAIN));
		}
	}
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
		return { error: SILENT };
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

/** Open the line; the browser opens it again by itself whenever it breaks. Who is not looked at hangs up: lines are few. */
export function listen() {
	/** @type {EventSource | undefined} */
	let line;
	const tune = () => {
		line?.close();
		if (document.hidden) return;
		line = new EventSource("/playground/live");
		line.onopen = () => {
			tellAll(true);
			[...listeners.keys()].forEach(tell);
		};
		line.onerror = () => tellAll(false);
		line.onmessage = (event) => JSON.parse(event.data).forEach(tell);
	};
	document.addEventListener("visibilitychange", tune);
	tune();
}

/** @param {string} what */
function tell(what) {
	listeners.get(what)?.forEach((then) => then());
}

/** Say something to those who hear the page. @param {string} words */
export function say(words) {
	const said = document.getElementById("said");
	if (said) said.textContent = words;
}
