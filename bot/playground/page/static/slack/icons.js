// @ts-check
// Small pictures of our own, drawn with one stroke.

const NAMESPACE = "http://www.w3.org/2000/svg";
const PATHS = {
	more: "M8 3.2v.1M8 8v.1M8 12.8v.1",
	thread: "M2.5 3h11v7.5H7L4 13v-2.5H2.5zM5 5.7h6M5 8h4",
	bolt: "M9 1.8 3.5 9H8l-1 5.2L12.5 7H8z",
	send: "M2.5 2.8 14 8 2.5 13.2 4 8zM4 8h5",
	eye: "M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4zM8 7v2",
	menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
	close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
	home: "M2.5 7.5 8 2.8l5.5 4.7M4 6.5v6.7h8V6.5",
	lock: "M4 7h8v6H4zM6 7V5a2 2 0 0 1 4 0v2",
	hash: "M6.2 2.5 4.8 13.5M11.2 2.5 9.8 13.5M3 6h10.5M2.5 10H13",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
	const drawn = document.createElementNS(NAMESPACE, "svg");
	drawn.setAttribute("viewBox", "0 0 16 16");
	drawn.setAttribute("class", `icon icon-${name}`);
	drawn.setAttribute("aria-hidden", "true");
	const path = document.createElementNS(NAMESPACE, "path");
	path.setAttribute("d", PATHS[name]);
	drawn.append(path);
	return drawn;
}
