// Where the account is logged in, and how to end it there.

import { $, ago, badge, deviceName, stamp } from "./dom.js";
import { member } from "./http.js";

function item(session) {
  const row = stamp("t-session");
  const name = session.device.includes("/") ? deviceName(session.device) : session.device || "Unknown device";
  $(".device", row).textContent = name;
  $(".session-meta", row).textContent =
    `${session.lastAddress || "unknown address"} · since ${ago(session.createdAt)} · seen ${ago(session.lastSeenAt)}`;
  const end = $("button", row);
  if (session.current) $(".device", row).append(badge("This session"));
  end.setAttribute("aria-label", `End the session on ${name}`);
  end.addEventListener("click", async () => {
    if ((await member("DELETE", `/auth/sessions/${session.id}`)).ok) loadSessions();
  });
  return row;
}

export async function loadSessions() {
  const { ok, body } = await member("GET", "/auth/sessions");
  if (ok) $("#sessions").replaceChildren(...body.items.map(item));
}

async function logout(scope) {
  return member("POST", "/auth/logout", { scope });
}

/** Wires the ways out; `onLeave` is called when this session is over, too. */
export function startSessions(onLeave) {
  $("#logout-others").addEventListener("click", async () => {
    if ((await logout("others")).ok) loadSessions();
  });
  for (const [id, scope] of [["logout-this", "this"], ["logout-all", "all"]]) {
    $(`#${id}`).addEventListener("click", async () => {
      if ((await logout(scope)).ok) onLeave(scope);
    });
  }
}
