// For administrators: who has an account, and which roles.

import { ask, proven } from "./dialogs.js";
import { $, badge, checkbox, say, show, stamp } from "./dom.js";
import { onSubmit } from "./forms.js";
import { member } from "./http.js";
import { loadRights, may } from "./rights.js";

const API = "/auth/admin/api";
const PAGE = 20;
let roles = [];
let self = "";

async function rolesOf(person) {
  const { ok, body } = await member("GET", `${API}/users/${person.id}/roles`);
  return ok ? body.items.map((each) => each.role) : [];
}

async function item(person) {
  const row = stamp("t-person");
  row.dataset.id = person.id;
  const name = person.name || person.email;
  const isSelf = person.id === self;
  const held = await rolesOf(person);
  $(".person-name", row).textContent = name;
  if (isSelf) $(".device", row).append(badge("You"));
  if (person.status !== "active") $(".device", row).append(badge(person.status, "plain"));
  $(".session-meta", row).textContent = person.email;
  $(".grants", row).append(...(held.length ? held.map((each) => badge(each, "grant")) : ["No role"]));
  const button = $("button", row);
  // Nobody gives a role to themselves: the server refuses it, so the page does not offer it.
  show(button, !isSelf && may("auth.roles:assign") && person.status !== "closed");
  button.setAttribute("aria-label", `Roles of ${name}`);
  button.addEventListener("click", () => assign(person, name, held));
  return row;
}

async function assign(person, name, held) {
  const dialog = $("#dialog-roles");
  const box = $(".choices", dialog);
  $("h2", dialog).textContent = `Roles of ${name}`;
  box.replaceChildren(...roles.map((role) => checkbox("roles", role.name, held.includes(role.name), role.description)));
  const changed = await ask(dialog, ({ reason }) => {
    const chosen = [...box.querySelectorAll("input:checked")].map((each) => each.value);
    return proven(() => member("PUT", `${API}/users/${person.id}/roles`, { roles: chosen, reason }));
  });
  if (!changed) return;
  say(`${name}: the roles count from the next request on.`);
  await draw();
  $(`[data-id="${person.id}"] button`, $("#people"))?.focus();
}

async function draw(cursor) {
  const query = new URLSearchParams({ limit: PAGE });
  const q = $("#people-q").value.trim();
  if (q) query.set("q", q);
  if (cursor) query.set("cursor", cursor);
  const { ok, body } = await member("GET", `${API}/users?${query}`);
  if (!ok) return;
  const rows = await Promise.all(body.items.map(item));
  if (cursor) $("#people").append(...rows);
  else $("#people").replaceChildren(...rows);
  show($("#people"), $("#people").childElementCount > 0);
  show($("#people-empty"), $("#people").childElementCount === 0);
  show($("#people-more"), body.nextCursor !== undefined);
  $("#people-more").onclick = () => draw(body.nextCursor);
}

export async function loadPeople() {
  await loadRights();
  const [me, all] = await Promise.all([member("GET", "/auth/me"), member("GET", `${API}/roles?limit=100`)]);
  self = me.ok ? me.body.user.id : "";
  roles = all.ok ? all.body.items : [];
  await draw();
}

export function startPeople() {
  onSubmit($("#form-people"), async () => {
    await draw();
    return { ok: true, body: {} };
  }, () => {});
}
