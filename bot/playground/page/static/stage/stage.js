// @ts-check

/** @param {HTMLElement} root */
export function mountStage(root) {
  root.hidden = false;
}
