// Forms: one submit at a time, and each problem beside the field that caused it.

import { $, show } from "./dom.js";

const WEAK = {
  too_short: "Too short: take 12 characters or more.",
  too_long: "Too long: 256 characters at most.",
  too_common: "This one is on every attacker’s list. Take another.",
  breached: "This one was seen in a data breach. Take another.",
  contains_login: "Too much like the address. Take another.",
  same_as_before: "This is the password you have already.",
};

/** Says what a policy found, one sentence per reason. */
export const weakness = (reasons = []) => reasons.map((reason) => WEAK[reason] ?? String(reason)).join(" ");

function markField(input, text) {
  const error = $(`#${input.id}-error`);
  error.textContent = text;
  show(error, text !== "");
  input.toggleAttribute("aria-invalid", false);
  if (text) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", error.id);
  } else {
    input.removeAttribute("aria-invalid");
    const hint = $(`#${input.id}-hint`);
    if (hint) input.setAttribute("aria-describedby", hint.id);
    else input.removeAttribute("aria-describedby");
  }
}

/** Writes a problem into a notice: what happened, what to do, and the code for whoever develops. */
export function fillNotice(notice, problem) {
  notice.textContent = problem.detail ?? problem.title ?? "Something went wrong.";
  if (problem.code) {
    const code = document.createElement("small");
    code.textContent = problem.code;
    notice.append(code);
  }
  show(notice);
}

/** Removes what an earlier try left. */
export function clear(form) {
  for (const input of fields(form)) markField(input, "");
  for (const notice of form.querySelectorAll(".notice")) show(notice, false);
}

const fields = (form) => [...form.elements].filter((each) => each.name && each.id && $(`#${each.id}-error`));
const passwordOf = (form) => fields(form).findLast((each) => each.autocomplete === "new-password");

/** Shows a problem document: field errors at the fields, the rest above the form. */
export function problem(form, document_) {
  const byName = new Map(fields(form).map((each) => [each.name, each]));
  const marked = (document_.errors ?? []).filter((each) => byName.has(nameIn(each)));
  for (const each of marked) markField(byName.get(nameIn(each)), each.detail);
  if (document_.reasons && passwordOf(form)) {
    markField(passwordOf(form), weakness(document_.reasons));
  } else if (marked.length === 0) {
    fillNotice($(".notice.bad", form), document_);
  }
  $('[aria-invalid="true"]', form)?.focus();
}

const nameIn = (error) => (error.pointer ?? "").replace(/^#?\//, "");

function missing(form) {
  const empty = fields(form).filter((each) => each.required && each.value.trim() === "");
  for (const each of empty) markField(each, "Please fill this in.");
  const bad = fields(form).filter((each) => each.type === "email" && each.value && each.validity.typeMismatch);
  for (const each of bad) markField(each, "This does not look like an e-mail address.");
  $('[aria-invalid="true"]', form)?.focus();
  return empty.length + bad.length > 0;
}

/** Calls `send` with the form's values; it returns an answer, and `done` gets it when it is good. */
export function onSubmit(form, send, done) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter ?? $("button:not([type])", form);
    if (button.getAttribute("aria-busy") === "true") return;
    clear(form);
    if (missing(form)) return;
    button.setAttribute("aria-busy", "true");
    try {
      const values = Object.fromEntries(new FormData(form));
      const answer = await send(values, event.submitter?.value);
      if (answer.ok) done(answer.body, values, event.submitter?.value);
      else problem(form, answer.body);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

/** Lets every "Show" button reveal the password beside it. */
export function startReveal() {
  for (const button of document.querySelectorAll(".reveal")) {
    button.addEventListener("click", () => {
      const input = $(`#${button.getAttribute("aria-controls")}`);
      const visible = input.type === "password";
      input.type = visible ? "text" : "password";
      button.setAttribute("aria-pressed", visible);
      button.textContent = visible ? "Hide" : "Show";
    });
  }
}
