// @ts-check

/** @param {HTMLElement} root */
export function mountStories(root) {
  root.hidden = false;
}
