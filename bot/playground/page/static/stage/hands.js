// @ts-check
// Hands that use the page as a person does: they find what can be seen by its name, show where they are, and click or type.

/** @typedef {"slack" | "teams"} Pane */

const PATIENCE = 15_000;
const PAUSE = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 600;
const PRESSABLE = "button, [role=button], [role=menuitem], [role=option], [role=tab], a[href]";

/** What could not be found on the page; its message is for the person. */
export class NotThere extends Error {}

/**
 * Be somebody, somewhere, in a pane.
 * @param {Pane} pane
 * @param {string} who
 * @param {string} place
 */
export async function be(pane, who, place) {
  root(pane).dispatchEvent(new CustomEvent("show", { detail: { who, place } }));
  const name = pane === "slack" ? "Slack as" : "Teams as";
  await until(pane, () => field(pane, name)?.value === who, `The ${name.split(" ")[0]} pane did not switch.`);
  await pause();
}

/**
 * Press what has this name; where several do, the last one, which is the newest.
 * @param {Pane} pane
 * @param {string} name
 */
export async function press(pane, name) {
  const found = await until(pane, () => all(pane, PRESSABLE).filter((each) => called(each, name)).at(-1), `“${name}” is not to be seen.`);
  await point(found);
  found.click();
}

/**
 * Type into a field, in place of what stands there.
 * @param {Pane} pane
 * @param {string} label
 * @param {string} words
 */
export async function type(pane, label, words) {
  const found = await until(pane, () => field(pane, label), `There is no field “${label}”.`);
  await point(found);
  found.focus();
  found.value = words;
  found.dispatchEvent(new Event("input", { bubbles: true }));
  found.dispatchEvent(new Event("change", { bubbles: true }));
}

/**
 * Press Enter in a field.
 * @param {Pane} pane
 * @param {string} label
 */
export async function enter(pane, label) {
  const found = await until(pane, () => field(pane, label), `There is no field “${label}”.`);
  found.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}

/**
 * Tick a box, if it is not.
 * @param {Pane} pane
 * @param {string} label
 */
export async function tick(pane, label) {
  const found = await until(pane, () => field(pane, label), `There is no box “${label}”.`);
  await point(found);
  if (/** @type {HTMLInputElement} */ (found).checked !== true) found.click();
}

/**
 * Choose in a list.
 * @param {Pane} pane
 * @param {string} label
 * @param {string} choice
 */
export async function pick(pane, label, choice) {
  const found = await until(pane, () => field(pane, label), `There is no list “${label}”.`);
  const option = [.../** @type {HTMLSelectElement} */ (/** @type {unknown} */ (found)).options].find((each) => each.text === choice);
  await type(pane, label, option?.value ?? choice);
}

/**
 * Wait until it is there, looking whenever the page changes.
 * @template T
 * @param {Pane} pane
 * @param {() => T | undefined | null | false} look
 * @param {string} otherwise
 * @returns {Promise<T>}
 */
export function until(pane, look, otherwise) {
  const now = look();
  if (now) return Promise.resolve(now);
  return new Promise((resolve, reject) => {
    const stop = () => {
      watcher.disconnect();
      clearTimeout(timer);
      root(pane).removeEventListener("change", again);
    };
    const again = () => {
      const found = look();
      if (!found) return;
      stop();
      resolve(found);
    };
    const watcher = new MutationObserver(again);
    watcher.observe(root(pane), { childList: true, subtree: true, attributes: true, characterData: true });
    root(pane).addEventListener("change", again);
    const timer = setTimeout(() => {
      stop();
      reject(new NotThere(otherwise));
    }, PATIENCE);
  });
}

/** @param {Pane} pane */
function root(pane) {
  const found = document.getElementById(pane);
  if (!found) throw new Error(`the page has no ${pane}`);
  return found;
}

/**
 * What can be seen, in the topmost dialog if one is open.
 * @param {Pane} pane
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
function all(pane, selector) {
  const dialogs = root(pane).querySelectorAll("dialog[open], [role=dialog]");
  const top = dialogs.length ? dialogs[dialogs.length - 1] : root(pane);
  return /** @type {HTMLElement[]} */ ([...top.querySelectorAll(selector)]).filter(
    (each) => each.checkVisibility() && !each.matches(":disabled, [aria-disabled=true]"),
  );
}

/**
 * @param {Pane} pane
 * @param {string} label
 * @returns {HTMLInputElement | undefined}
 */
function field(pane, label) {
  const fields = /** @type {HTMLInputElement[]} */ (all(pane, "input, textarea, select"));
  return fields.find((each) => [...(each.labels ?? [])].some((one) => starts(one, label)) || called(each, label));
}

/**
 * @param {Element} element
 * @param {string} name
 */
function called(element, name) {
  const by = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const named = by.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const name_ = element.getAttribute("aria-label") ?? (named || (element.matches("input, textarea, select") ? "" : element.textContent ?? ""));
  return name_.trim() === name;
}

/**
 * @param {Element} element
 * @param {string} words
 */
function starts(element, words) {
  return (element.textContent ?? "").trim().startsWith(words);
}

/**
 * Show where the hand is.
 * @param {HTMLElement} element
 */
async function point(element) {
  element.scrollIntoView({ block: "nearest" });
  element.classList.add("hand");
  await pause();
  element.classList.remove("hand");
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, PAUSE));
}
