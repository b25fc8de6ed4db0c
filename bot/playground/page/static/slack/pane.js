// @ts-check

/** @param {HTMLElement} root */
export function mountSlack(root) {
  root.hidden = false;
}
