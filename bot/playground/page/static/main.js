// @ts-check
import { listen } from "./api.js";
import { mountControls } from "./stage/controls.js";
import { mountStage } from "./stage/stage.js";
import { mountStories } from "./stage/stories.js";
import { mountSlack } from "./slack/pane.js";
import { mountTeams } from "./teams/pane.js";

mountSlack(at("slack"));
mountTeams(at("teams"));
mountStage(at("stage"));
mountControls(at("controls"));
mountStories(at("stories"));
listen();

/** @param {string} id */
function at(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}
