// Puts the page together. No framework, no build: each file beside this one is one part of the page.

import { loadAccount, startAccount } from "./account.js";
import { startCalls } from "./calls.js";
import { startDesk } from "./desk.js";
import { startDialogs } from "./dialogs.js";
import { $, say, show, view } from "./dom.js";
import { openLink, startDoor, toLogin } from "./door.js";
import { forgetFactor, startFactor } from "./factor.js";
import { startReveal } from "./forms.js";
import { guest, onSessionEnd, refresh } from "./http.js";
import { loadJournal, startJournal } from "./journal.js";
import { forgetSecret, loadKeys, startKeys } from "./keys.js";
import { loadNotes, startNotes } from "./notes.js";
import { startOutbox } from "./outbox.js";
import { loadPeople, startPeople } from "./people.js";
import { loadRights } from "./rights.js";
import { loadSessions, startSessions } from "./sessions.js";
import { tabs } from "./tabs.js";

const LOADERS = {
  notes: loadNotes,
  journal: loadJournal,
  keys: loadKeys,
  people: loadPeople,
  sessions: loadSessions,
  account: loadAccount,
};
let selectHome;
let inside = false;

async function enter() {
  inside = true;
  if (!(await loadAccount())) return;
  show($("#who"));
  view("home");
  selectHome("notes");
  await Promise.all([loadNotes(), loadRights()]);
}

function leave(reason) {
  inside = false;
  forgetSecret();
  forgetFactor();
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  show($("#who"), false);
  localStorage.removeItem("been-here");
  toLogin(reason);
}

const FAREWELLS = {
  this: "You are logged out.",
  all: "You are logged out on every device.",
  closed: "Your account is closed.",
};

function sides() {
  const buttons = [...document.querySelectorAll("[data-to]")];
  const to = (side) => {
    document.body.dataset.side = side;
    for (const each of buttons) each.setAttribute("aria-pressed", each.dataset.to === side);
    scrollTo(0, 0);
  };
  for (const each of buttons) each.addEventListener("click", () => to(each.dataset.to));
  const selectBench = tabs($("#bench-tabs"));
  for (const link of document.querySelectorAll("[data-bench]")) {
    link.addEventListener("click", () => {
      selectBench(link.dataset.bench);
      to("bench");
    });
  }
}

function theme() {
  const button = $("#theme");
  const NEXT = { system: "light", light: "dark", dark: "system" };
  const apply = (name) => {
    document.documentElement.dataset.theme = name;
    button.textContent = `Theme: ${name}`;
    localStorage.setItem("theme", name);
  };
  apply(localStorage.getItem("theme") ?? "system");
  button.addEventListener("click", () => apply(NEXT[document.documentElement.dataset.theme] ?? "system"));
}

async function resume() {
  const { body } = await guest("GET", "/auth/session");
  if (body.authenticated) return enter();
  // The access cookie is short-lived; the refresh cookie behind it may still be good.
  if (localStorage.getItem("been-here") && (await refresh()).ok) return enter();
  view("door", { focus: false });
}

theme();
sides();
startCalls();
startOutbox();
startReveal();
startDesk(() => inside && loadRights());
startDoor(enter);
startDialogs();
startNotes();
startJournal();
startKeys();
startPeople();
startFactor();
startSessions((scope) => {
  leave();
  say(FAREWELLS[scope]);
});
startAccount((why) => {
  leave();
  say(FAREWELLS[why]);
});
selectHome = tabs($("#home-tabs"), (name, byHand) => byHand && LOADERS[name]());
onSessionEnd((problem) => inside && leave(problem));
// A mail's link can arrive in a page that is open already.
addEventListener("hashchange", openLink);
if (!openLink()) resume();
