// The account itself: who you are, name, password, recent login, address, the end.

import { $, ago, say, show } from "./dom.js";
import { loadFactor } from "./factor.js";
import { onSubmit } from "./forms.js";
import { member } from "./http.js";

function facts(pairs) {
  $("#facts").replaceChildren(
    ...pairs.flatMap(([name, value]) => {
      const term = document.createElement("dt");
      const text = document.createElement("dd");
      term.textContent = name;
      text.textContent = value;
      return [term, text];
    }),
  );
}

/** Loads who is logged in; returns the user, or nothing if nobody is. */
export async function loadAccount() {
  const { ok, body } = await member("GET", "/auth/me");
  if (!ok) return undefined;
  const { user, session } = body;
  $("#who-name").textContent = user.name || user.email;
  $("#profile-name").value = user.name ?? "";
  $("#desk-email").value = user.email;
  facts([
    ["Account", user.id],
    ["E-mail", user.email],
    ["Status", user.status],
    ["Session", session.id],
    ["Proven by", session.methods.join(", ")],
    ["Last proof", ago(session.authenticatedAt)],
  ]);
  loadFactor();
  $("#fresh-text").textContent = `Sensitive changes want a login of the last 10 minutes. Yours was ${ago(session.authenticatedAt)}.`;
  return user;
}

export function startAccount(onLeave) {
  onSubmit($("#form-profile"), ({ name }) => member("PATCH", "/auth/me", { name }), () => {
    say("Saved.");
    loadAccount();
  });
  onSubmit($("#form-password"), (values) => member("POST", "/auth/me/password", values), () => {
    $("#form-password").reset();
    say("Your password is changed, and every other session has ended.");
    loadAccount();
  });
  onSubmit($("#form-step-up"), ({ proof }) => member("POST", "/auth/step-up", { factor: "password", proof }), () => {
    $("#form-step-up").reset();
    say("Confirmed: it is you.");
    loadAccount();
  });
  onSubmit($("#form-email"), ({ email }) => member("POST", "/auth/me/email", { email }), (_, { email }) => {
    $("#form-email").reset();
    $("#email-done").textContent = `A link is on its way to ${email}. Until it is used, the old address stays.`;
    show($("#email-done"));
  });
  onSubmit($("#form-close"), close, () => onLeave("closed"));
}

function close() {
  if ($("#close-sure").checked) return member("DELETE", "/auth/me");
  return { ok: false, body: { detail: "Tick the box first: a closed account cannot be opened again." } };
}
