// API keys of the person: make one, see it once, replace it, end it.

import { ask, proven } from "./dialogs.js";
import { $, ago, badge, checkbox, copy, say, show, stamp } from "./dom.js";
import { clear, onSubmit } from "./forms.js";
import { member } from "./http.js";
import { grantable, loadRights } from "./rights.js";

const WORDS = { active: "", rotating: "Replaced, works on", quarantined: "On hold", revoked: "Revoked" };

const isOver = (key) => key.expiresAt && Date.parse(key.expiresAt) <= Date.now();

function status(key) {
  return isOver(key) ? "Expired" : (WORDS[key.status] ?? key.status);
}

function facts(key) {
  const used = key.lastUsedAt ? `used ${ago(key.lastUsedAt)} from ${key.lastUsedAddress}` : "never used";
  const end = key.expiresAt ? `${isOver(key) ? "ended" : "ends"} ${ago(key.expiresAt)}` : "never ends";
  return `made ${ago(key.createdAt)} · ${used} · ${end}`;
}

function item(key) {
  const row = stamp("t-key");
  row.dataset.id = key.id;
  const name = $(".device", row);
  const live = key.status === "active" && !isOver(key);
  $(".key-name", name).textContent = key.name;
  if (status(key)) name.append(badge(status(key), live ? "" : "plain"));
  $(".key-start", row).textContent = `${key.start}…`;
  $(".facts-line", row).textContent = facts(key);
  const permissions = key.permissions.map((each) => badge(each, "grant"));
  $(".grants", row).append(...(permissions.length ? permissions : ["Opens nothing yet"]));
  for (const [verb, open] of [["rights", rights], ["rotate", rotate], ["revoke", revoke]]) {
    const button = $(`[data-verb="${verb}"]`, row);
    show(button, verb === "revoke" ? key.status !== "revoked" : live);
    button.setAttribute("aria-label", `${button.textContent} the key ${key.name}`);
    button.addEventListener("click", () => open(key));
  }
  return row;
}

function choices(box, chosen = new Set()) {
  const all = new Set([...grantable(), ...chosen]);
  box.replaceChildren(...[...all].map((each) => checkbox("permissions", each, chosen.has(each))));
  if (all.size === 0) box.replaceChildren(stamp("t-no-permission"));
}

const checked = (box) => [...box.querySelectorAll("input:checked")].map((each) => each.value);

export async function loadKeys() {
  await loadRights();
  choices($("#key-permissions"), new Set(checked($("#key-permissions"))));
  await list();
}

async function list() {
  const { ok, body } = await member("GET", "/auth/api-keys?limit=100");
  if (!ok) return;
  $("#keys").replaceChildren(...body.items.map(item));
  show($("#keys"), body.items.length > 0);
  show($("#keys-empty"), body.items.length === 0);
}

/** Draws the list anew and leaves the keyboard where it was: at the same key, if it is still there. */
async function listAt(key) {
  await list();
  ($(`[data-id="${key.id}"] button:not([hidden])`, $("#keys")) ?? $("#keys-title")).focus();
}

/** Shows a secret until the person says they have it. It is nowhere else: not in the list of calls, not in a store. */
function reveal({ key, token, oldExpiresAt }) {
  const end = oldExpiresAt ? ` The former key works until ${new Date(oldExpiresAt).toLocaleString()}.` : "";
  $("#secret-text").textContent = `This is “${key.name}”. It is shown now and never again.${end}`;
  $("#secret-token").textContent = token;
  $("#secret-copy").onclick = () => copy(token, "The key is copied.");
  $("#secret-curl").onclick = () =>
    copy(`curl -s -H 'X-Api-Key: ${token}' '${location.origin}/journal'`, "A curl line with the key is copied.");
  show($("#secret"));
  $("#secret-title").focus();
}

function conceal() {
  $("#secret-token").textContent = "";
  $("#secret-copy").onclick = null;
  $("#secret-curl").onclick = null;
  show($("#secret"), false);
}

function create({ name, expiresIn }) {
  const permissions = checked($("#key-permissions"));
  return proven(() => member("POST", "/auth/api-keys", { name, permissions, expiresIn }));
}

async function rights(key) {
  const dialog = $("#dialog-rights");
  const box = $(".choices", dialog);
  $("h2", dialog).textContent = `What “${key.name}” may do`;
  choices(box, new Set(key.permissions));
  const changed = await ask(dialog, () =>
    proven(() => member("PATCH", `/auth/api-keys/${key.id}`, { permissions: checked(box) })));
  if (changed) listAt(key);
}

async function rotate(key) {
  const dialog = $("#dialog-rotate");
  $("h2", dialog).textContent = `Replace “${key.name}”`;
  const rotated = await ask(dialog, ({ overlap }) =>
    proven(() => member("POST", `/auth/api-keys/${key.id}/rotate`, { overlap })));
  if (!rotated) return;
  reveal(rotated);
  list();
}

async function revoke(key) {
  const dialog = $("#dialog-revoke");
  $("h2", dialog).textContent = `Revoke “${key.name}”`;
  if (!(await ask(dialog, () => member("DELETE", `/auth/api-keys/${key.id}`)))) return;
  say("Revoked: its next request is refused.");
  listAt(key);
}

export function startKeys() {
  const form = $("#form-key");
  onSubmit(form, create, (body) => {
    form.reset();
    clear(form);
    reveal(body);
    list();
  });
  $("#secret-done").addEventListener("click", () => {
    conceal();
    $("#key-name").focus();
  });
}

/** Forgets the secret on the screen, for example when the person leaves. */
export const forgetSecret = conceal;
