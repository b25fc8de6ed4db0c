// @ts-check

/** @param {HTMLElement} root */
export function mountTeams(root) {
  root.hidden = false;
}
