// @ts-check
import { listen } from "./api.js";
import { mountTabs, mountTheme } from "./frame.js";
import { mountControls } from "./stage/controls.js";
import { mountStage } from "./stage/stage.js";
import { mountStories } from "./stage/stories.js";
import { mountSlack } from "./slack/pane.js";
import { mountTeams } from "./teams/pane.js";

mountTheme(at("theme"));
mountTabs(at("tabs"));
mountSlack(at("slack"));
mountTeams(at("teams"));
mountStage(at("stage"));
mountControls(at("controls"));
mountStories(at("stories"), at("story"));
listen();

/** @param {string} id */
function at(id) {
	const found = document.getElementById(id);
	if (!found) throw new Error(`the page has no ${id}`);
	return found;
}
