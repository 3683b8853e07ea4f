// Questions that have to be answered first. The browser's own <dialog> keeps the focus inside and closes on Escape.

import { $ } from "./dom.js";
import { clear, onSubmit } from "./forms.js";
import { member } from "./http.js";

/** Opens a dialog whose form sends something; resolves to the good answer, or to nothing if it was closed. */
export function ask(dialog, send) {
  const form = $("form", dialog);
  clear(form);
  dialog.sending = send;
  dialog.answer = undefined;
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.answer), { once: true }));
}

/** Calls something that wants a recent login; asks for the password and calls again if the last proof is too old. */
export async function proven(send) {
  const answer = await send();
  if (answer.body.code !== "step_up_required") return answer;
  const proof = await ask($("#dialog-proof"), ({ proof: password }) =>
    member("POST", "/auth/step-up", { factor: "password", proof: password }));
  return proof ? send() : answer;
}

export function startDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    const form = $("form", dialog);
    onSubmit(form, (values) => dialog.sending(values), (body) => {
      dialog.answer = body ?? {};
      dialog.close();
    });
    dialog.addEventListener("close", () => form.reset());
    $("[data-close]", dialog).addEventListener("click", () => dialog.close());
  }
}
