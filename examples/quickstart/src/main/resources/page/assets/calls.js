// The list of calls. It survives the jump from a mail's link, without the passwords: those stay in memory only. Secrets in
// answers are not in it at all.

import { $, copy, show, stamp } from "./dom.js";
import { onCall } from "./http.js";

const KEEP = 60;
const STORE = "calls";
let calls = [];

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function kind(status) {
  if (status >= 200 && status < 400) return "";
  return status >= 400 && status < 500 ? "refused" : "failed";
}

const copyLine = (text) => copy(text, "Copied. The cookies go to gate.jar.");

function item(call) {
  const row = stamp("t-call");
  $(".verb", row).textContent = call.method;
  $(".path", row).textContent = call.path;
  $(".path", row).title = call.path;
  $(".status", row).textContent = call.status || "—";
  $(".status", row).className = `status ${kind(call.status)}`;
  $(".ms", row).textContent = `${call.ms} ms`;
  $(".curl", row).textContent = call.masked;
  $(".answer code", row).textContent = pretty(call.answer);
  show($(".answer", row), call.answer !== "");
  $(".copy", row).addEventListener("click", () => copyLine(call.curl));
  return row;
}

function add(call) {
  $("#calls").prepend(item(call));
  while ($("#calls").childElementCount > KEEP) $("#calls").lastElementChild.remove();
  count();
  $("#last-line").textContent = `${call.method} ${call.path} → ${call.status || "no answer"}`;
  $("#last-copy").onclick = () => copyLine(call.curl);
  show($("#last-call"));
}

function count() {
  const total = $("#calls").childElementCount;
  $("#count-calls").textContent = total;
  show($("#count-calls"), total > 0);
  show($("#calls-empty"), total === 0);
}

function remember(call) {
  calls = [...calls, { ...call, curl: call.masked }].slice(-KEEP);
  sessionStorage.setItem(STORE, JSON.stringify(calls));
}

export function startCalls() {
  calls = JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
  calls.forEach(add);
  onCall((call) => {
    add(call);
    remember(call);
  });
  $("#calls-clear").addEventListener("click", () => {
    calls = [];
    sessionStorage.removeItem(STORE);
    $("#calls").replaceChildren();
    show($("#last-call"), false);
    count();
  });
}
