// The journal: one resource that people and programs share, behind a permission.

import { $, fillTime, show, stamp } from "./dom.js";
import { onSubmit } from "./forms.js";
import { member } from "./http.js";
import { loadRights, may } from "./rights.js";

function item(entry) {
  const row = stamp("t-entry");
  const program = entry.author.startsWith("key_");
  $(".note-text", row).textContent = entry.text;
  $(".byline", row).textContent = entry.byline || "Somebody";
  show($(".badge", row), program);
  fillTime($("time", row), entry.createdAt);
  return row;
}

export async function loadJournal() {
  await loadRights();
  const readable = may("journal:read");
  show($("#form-entry"), may("journal:write"));
  show($("#journal-closed"), !readable);
  show($("#entries"), readable);
  show($("#journal-empty"), false);
  if (!readable) return;
  const { ok, body } = await member("GET", "/journal");
  if (!ok) return;
  $("#entries").replaceChildren(...body.entries.map(item));
  show($("#journal-empty"), body.entries.length === 0);
}

export function startJournal() {
  const form = $("#form-entry");
  onSubmit(form, ({ text }) => member("POST", "/journal", { text }), () => {
    form.reset();
    loadJournal();
    $("#entry-text").focus();
  });
}
