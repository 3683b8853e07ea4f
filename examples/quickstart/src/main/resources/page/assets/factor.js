// The second factor: an authenticator app, its recovery codes, and the question at the login.

import { ask, proven } from "./dialogs.js";
import { $, copy, say, show } from "./dom.js";
import { clear, onSubmit } from "./forms.js";
import { guest, member } from "./http.js";

/** Says what was typed: six digits are a code of an app, anything else is taken for a recovery code. */
function proof(typed) {
  const code = typed.trim();
  const digits = code.replaceAll(" ", "");
  return /^[0-9]{6}$/.test(digits) ? { factor: "totp", code: digits } : { factor: "recovery_code", code };
}

export async function loadFactor() {
  const { ok, body } = await member("GET", "/auth/2fa");
  if (!ok) return;
  const on = body.apps.length > 0;
  $("#factor-text").textContent = on
    ? `On: ${body.apps.map((each) => each.name).join(", ")}. ${body.recoveryCodesLeft} recovery codes are left.`
    : "Off. With it, a stolen password alone opens nothing.";
  show($("#form-factor-begin"), !on);
  show($("#form-factor-off"), on);
}

function offer({ qrSvg, manualKey }) {
  $("#factor-qr").src = `data:image/svg+xml,${encodeURIComponent(qrSvg)}`;
  $("#factor-key").textContent = manualKey;
  show($("#form-factor-begin"), false);
  show($("#form-factor-confirm"));
  $("#factor-code").focus();
}

/** Forgets what must not stay on the screen. */
export function forgetFactor() {
  $("#factor-qr").removeAttribute("src");
  $("#factor-key").textContent = "";
  $("#recovery-codes").textContent = "";
  $("#recovery-copy").onclick = null;
  show($("#form-factor-confirm"), false);
  show($("#recovery"), false);
}

function reveal({ recoveryCodes }) {
  forgetFactor();
  $("#form-factor-confirm").reset();
  if (recoveryCodes.length > 0) {
    const text = recoveryCodes.join("\n");
    $("#recovery-codes").textContent = text;
    $("#recovery-copy").onclick = () => copy(text, "The recovery codes are copied.");
    show($("#recovery"));
    $("#recovery-title").focus();
  }
  say("Your second factor is on, and every other session has ended.");
  loadFactor();
}

export function startFactor() {
  onSubmit($("#form-factor-begin"), () => proven(() => member("POST", "/auth/2fa/totp", { name: "Authenticator app" })), offer);
  onSubmit($("#form-factor-confirm"), ({ code }) => member("POST", "/auth/2fa/totp/confirm", { code: code.replaceAll(" ", "") }), reveal);
  onSubmit($("#form-factor-off"), ({ password, code }) => proven(() => member("DELETE", "/auth/2fa/totp", { password, ...proof(code) })), () => {
    $("#form-factor-off").reset();
    clear($("#form-factor-off"));
    say("Your second factor is off, and every other session has ended.");
    loadFactor();
  });
  $("#recovery-done").addEventListener("click", () => {
    forgetFactor();
    $("#h-factor").focus();
  });
}

/** Asks for the second factor; resolves to the good answer, or to nothing if the person gives up. */
export const secondFactor = ({ challenge }) =>
  ask($("#dialog-factor"), ({ code, remember }) =>
    guest("POST", "/auth/login/second-factor", {
      challenge,
      ...proof(code),
      rememberDevice: remember === "yes",
      delivery: "cookie",
    }));
