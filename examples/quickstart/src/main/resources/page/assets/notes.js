// The host application's own feature: notes of whoever is logged in.

import { $, fillTime, show, stamp } from "./dom.js";
import { onSubmit } from "./forms.js";
import { member } from "./http.js";

function item(note) {
  const row = stamp("t-note");
  $(".note-text", row).textContent = note.text;
  fillTime($("time", row), note.createdAt);
  const remove = $("button", row);
  remove.setAttribute("aria-label", `Delete the note “${note.text.slice(0, 40)}”`);
  remove.addEventListener("click", async () => {
    if ((await member("DELETE", `/notes/${note.id}`)).ok) loadNotes();
  });
  return row;
}

export async function loadNotes() {
  const { ok, body } = await member("GET", "/notes");
  if (!ok) return;
  $("#notes").replaceChildren(...body.notes.map(item));
  show($("#notes-empty"), body.notes.length === 0);
  $("#notes-principal").textContent = `request.getUserPrincipal() → ${body.principal}`;
}

export function startNotes() {
  const form = $("#form-note");
  onSubmit(form, ({ text }) => member("POST", "/notes", { text }), () => {
    form.reset();
    loadNotes();
    $("#note-text").focus();
  });
  $("#note-text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
  });
}
