// @ts-check

/** @param {HTMLElement} root */
export function mountControls(root) {
  root.hidden = false;
}
