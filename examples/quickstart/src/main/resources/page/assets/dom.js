// Small things that every part of the page needs. Text enters the page as text, never as markup.

export const $ = (selector, root = document) => root.querySelector(selector);

/** Returns a fresh copy of a template's first element. */
export const stamp = (id) => $(`#${id}`).content.firstElementChild.cloneNode(true);

export function show(element, visible = true) {
  element.hidden = !visible;
}

const VIEWS = ["door", "sent", "token", "forgot", "reset", "home"];

/** Shows one of the application's views, and tells a screen reader's user where they are. */
export function view(name, { focus = true } = {}) {
  for (const each of VIEWS) show($(`#view-${each}`), each === name);
  const heading = $(`#view-${name} h1[tabindex]`);
  if (focus && heading) heading.focus();
}

let toastTimer;

/** Says one sentence in passing. */
export function say(text) {
  const toast = $("#toast");
  toast.textContent = text;
  toast.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => toast.classList.remove("shown"), 4500);
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

/** Fills a <time> with "3 minutes ago" and the exact instant for whoever wants it. */
export function fillTime(element, iso) {
  element.dateTime = iso;
  element.title = new Date(iso).toLocaleString();
  element.textContent = ago(iso);
}

/** Says how long ago an instant was, or in how long it will be. */
export function ago(iso) {
  const seconds = (Date.parse(iso) - Date.now()) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(seconds > 0 ? Math.round(seconds / size) : Math.ceil(seconds / size), unit);
  }
  return seconds > 0 ? "in a moment" : "just now";
}

/** Returns a small label; kind is "" for a good state, "plain" for any other, "grant" for a permission or role. */
export function badge(text, kind = "") {
  const element = document.createElement("span");
  element.className = `badge ${kind}`.trim();
  element.textContent = text;
  return element;
}

/** Returns a box to tick, with its value as the label and a hint beside it. */
export function checkbox(name, value, checked, hint = "") {
  const row = stamp("t-choice");
  const input = $("input", row);
  input.name = name;
  input.value = value;
  input.checked = checked;
  $("code", row).textContent = value;
  $(".hint", row).textContent = hint;
  return row;
}

/** Puts a text into the clipboard, and says so. */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    say("The browser does not let this page use the clipboard: select the text instead.");
  }
}

/** Turns a browser's user agent into words; the server stores what the browser said. */
export function deviceName(userAgent) {
  const agent = userAgent || "";
  const system = [["iPhone", /iPhone/], ["iPad", /iPad/], ["Android", /Android/], ["Windows", /Windows/], ["macOS", /Mac OS/], ["Linux", /Linux/]]
    .find(([, pattern]) => pattern.test(agent));
  const browser = [["Edge", /Edg\//], ["Firefox", /Firefox\//], ["Chrome", /Chrome\//], ["Safari", /Safari\//], ["curl", /^curl/]]
    .find(([, pattern]) => pattern.test(agent));
  return [browser?.[0], system?.[0]].filter(Boolean).join(" on ") || agent.slice(0, 60) || "Unknown device";
}
