// Coming in: register, prove the address, log in, forget and reset the password.

import { $, say, show, view } from "./dom.js";
import { secondFactor } from "./factor.js";
import { clear, fillNotice, onSubmit, weakness } from "./forms.js";
import { guest } from "./http.js";
import { tabs } from "./tabs.js";

const MUST_ENROL = {
  detail: "This account has to set up a second factor first. This page has no room for that: use curl, as its README shows.",
  code: "enrolment_required",
};

let selectDoor;
let enter;
let token;

/** What each link in a mail is for; its token stands behind the #, where no server and no log sees it. */
const LINKS = {
  "/verify-email": { path: "/auth/verify-email", title: "Confirm your address", verb: "Confirm my address", done: "Your address is confirmed. Log in." },
  "/undo-email-change": { path: "/auth/me/email/undo", title: "Take your address back", verb: "Take it back", done: "Your account has this address again. Choose a new password: ask for a link below." },
  "/change-email": { path: "/auth/me/email/confirm", title: "Confirm your new address", verb: "Use this address", done: "Your new address is in use. Log in with it." },
};

/** Opens the login, with a sentence about why if there is one. */
export function toLogin(reason, email) {
  view("door");
  selectDoor("login");
  clear($("#form-login"));
  if (email) $("#login-login").value = email;
  if (reason) fillNotice($("#form-login .notice"), reason);
  ($("#login-login").value ? $("#login-password") : $("#login-login")).focus();
}

/** Opens the view a mail's link asks for; false if the page was not opened by one. */
export function openLink() {
  const page = location.pathname;
  token = new URLSearchParams(location.hash.slice(1)).get("token");
  // The token leaves the address bar at once: it must not end up in the history.
  history.replaceState(null, "", token ? page : "/");
  if (token && LINKS[page]) offer(LINKS[page]);
  else if (token && page === "/reset-password") view("reset");
  else if (page === "/forgot-password") view("forgot");
  else return false;
  return true;
}

function offer(link) {
  $("#token-title").textContent = link.title;
  $("#token-confirm").textContent = link.verb;
  show($("#token-confirm"));
  $("#token-confirm").onclick = async () => {
    const answer = await guest("POST", link.path, { token });
    if (!answer.ok) {
      fillNotice($("#token-problem"), answer.body);
      show($("#token-confirm"), false);
      return;
    }
    history.replaceState(null, "", "/");
    say(link.done);
    toLogin(null, answer.body.user?.email);
  };
  show($("#token-problem"), false);
  view("token");
}

function register() {
  const form = $("#form-register");
  onSubmit(form, ({ name, email, password }) => guest("POST", "/auth/register", { ...(name && { name }), email, password }), (_, { email }) => {
    $("#view-sent .address").textContent = email;
    $("#resend").onclick = () => resend(email);
    form.reset();
    view("sent");
  });
  $("#register-password").addEventListener("change", checkPassword);
}

async function resend(email) {
  const answer = await guest("POST", "/auth/verify-email/resend", { email });
  say(answer.ok ? "Asked for. Within a minute of the last one no second mail is sent." : answer.body.detail);
}

async function checkPassword() {
  const hint = $("#register-password-hint");
  const password = $("#register-password").value;
  const email = $("#register-email").value;
  if (!password) return;
  const { ok, body } = await guest("POST", "/auth/password/check", { password, ...(email && { email }) });
  if (!ok) return;
  hint.textContent = body.acceptable ? "Fine: long enough, and on no list of common passwords." : weakness(body.reasons);
  hint.classList.toggle("good", body.acceptable);
}

function login() {
  const send = ({ login: name, password }) => guest("POST", "/auth/login", { login: name, password, delivery: "cookie" });
  onSubmit($("#form-login"), send, async (body) => {
    if (body.status === "enrolment_required") return fillNotice($("#form-login .notice"), MUST_ENROL);
    if (body.status === "second_factor_required" && !(await secondFactor(body))) return;
    $("#form-login").reset();
    localStorage.setItem("been-here", "yes");
    enter();
  });
}

function forgot() {
  onSubmit($("#form-forgot"), ({ email }) => guest("POST", "/auth/password/forgot", { email }), (_, { email }) => {
    const done = $("#forgot-done");
    done.textContent = `If ${email} has an account, a link is on its way. Ask again within a minute, and no second mail is sent.`;
    show(done);
  });
  onSubmit($("#form-reset"), ({ password }) => guest("POST", "/auth/password/reset", { token, password }), () => {
    $("#form-reset").reset();
    history.replaceState(null, "", "/");
    say("Your new password is set, and every session has ended.");
    toLogin();
  });
}

export function startDoor(onEnter) {
  enter = onEnter;
  selectDoor = tabs($("#door-tabs"));
  register();
  login();
  forgot();
  for (const button of document.querySelectorAll("[data-go]")) {
    button.addEventListener("click", () => {
      if (button.dataset.go === "login") return toLogin();
      $("#forgot-email").value ||= $("#login-login").value;
      clear($("#form-forgot"));
      view(button.dataset.go);
    });
  }
}
