// @ts-check
// What people put into forms and Home, which outlives every drawing, and how it reaches the app.

/** @typedef {import("../api.js").Json} Json */
/** @typedef {import("./blocks.js").Filled} Filled */
/** @typedef {import("./blocks.js").Surface} Surface */

/**
 * What the parts of the pane need of it.
 * @typedef {object} Pane
 * @property {HTMLElement} root
 * @property {() => Json} screen what its person sees
 * @property {() => import("./mrkdwn.js").Reading} reading
 * @property {(asked: Json) => Promise<{error: string, troubles: string[]}>} perform do something as its person
 * @property {(words: string) => void} toast say that something went wrong
 */

/** By view, by block and action: the kind of element, and what was put into it. @type {Map<string, Map<string, {type: string, filled: Filled}>>} */
const typed = new Map();

/** Slack's state of a field as a person sees it. @param {Json | undefined} state @returns {Filled} */
export function filledOf(state) {
	if (!state) return null;
	if (state.selected_options) return state.selected_options.map((/** @type {Json} */ each) => each.value);
	return state.value ?? state.selected_option?.value ?? state.selected_date ?? state.selected_time ?? null;
}

/** The surface of a modal or of Home. @param {Json} view @param {Pane} pane @returns {Surface} */
export function surfaceOf(view, pane) {
	return {
		id: view.id,
		reading: pane.reading(),
		held: (block, element) => {
			const kept = typed.get(view.id)?.get(`${block.block_id}/${element.action_id}`);
			if (kept && kept.type === element.type) return kept.filled;
			const filled = filledOf(view.values[block.block_id]?.[element.action_id]);
			return typeof filled === "string" ? filled.replace(/:[^\s:]+:/g, (name) => pane.screen().pictures[name] ?? name) : filled;
		},
		fill: (block, element, filled) => {
			const fields = typed.get(view.id) ?? new Map();
			typed.set(view.id, fields.set(`${block.block_id}/${element.action_id}`, { type: element.type, filled }));
		},
		use: (block, element, filled, from) =>
			busy(from, async () => {
				const told = { view: view.id, block: block.block_id, action: element.action_id, filled, values: valuesOf(view) };
				await performAloud(pane, { do: "use in view", ...told });
			}),
	};
}

/**
 * What was put into a view's fields, by block; what nobody touched is not told.
 * @param {Json} view
 * @returns {Record<string, Filled>}
 */
export function valuesOf(view) {
	/** @type {Record<string, Filled>} */
	const values = {};
	for (const block of view.content.blocks) {
		const kept = block.type === "input" && typed.get(view.id)?.get(`${block.block_id}/${block.element.action_id}`);
		if (kept && kept.type === block.element.type) values[block.block_id] = kept.filled;
	}
	return values;
}

/** Do something while what started it shows that it is going on. @param {HTMLElement} from @param {() => Promise<unknown>} act */
export async function busy(from, act) {
	from.setAttribute("aria-busy", "true");
	await act();
	from.removeAttribute("aria-busy");
}

/** Do something, and say over the pane what went wrong. @param {Pane} pane @param {Json} asked */
export async function performAloud(pane, asked) {
	const { troubles } = await pane.perform(asked);
	for (const trouble of troubles) pane.toast(troubleWords(trouble, pane.screen().app.name));
}

/** What Slack says of an app that did not answer in time. @param {string} trouble @param {string} app */
export function troubleWords(trouble, app) {
	if (trouble === "operation_timeout") return `${app} didn't answer in time. Try again?`;
	if (trouble === "dispatch_failed") return `${app} couldn't be reached. Try again?`;
	return trouble;
}
