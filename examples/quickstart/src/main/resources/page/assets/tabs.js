// Tabs as the ARIA practices describe them: one stop for the Tab key, arrows move between those that are shown.

import { $, show } from "./dom.js";

/** Makes a tab list work; returns a function that selects a tab by its name, as in "tab-name". */
export function tabs(list, onSelect = () => {}) {
  const all = [...list.querySelectorAll('[role="tab"]')];
  const panel = (tab) => $(`#${tab.getAttribute("aria-controls")}`);

  function select(tab, byHand) {
    for (const each of all) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", chosen);
      each.tabIndex = chosen ? 0 : -1;
      show(panel(each), chosen);
    }
    onSelect(tab.id.replace("tab-", ""), byHand);
  }

  const present = () => all.filter((tab) => !tab.hidden);
  const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) select(tab, true);
  });
  list.addEventListener("keydown", (event) => {
    const offered = present();
    const now = offered.indexOf(document.activeElement);
    const next = { Home: 0, End: offered.length - 1 }[event.key] ?? (event.key in STEPS ? now + STEPS[event.key] : undefined);
    if (next === undefined || now < 0) return;
    event.preventDefault();
    const tab = offered.at(next % offered.length);
    tab.focus();
    select(tab, true);
  });
  select(all[0], false);
  return (name) => select($(`#tab-${name}`), false);
}
