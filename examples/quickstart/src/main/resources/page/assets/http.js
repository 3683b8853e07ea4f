// One function for every request of the page. It keeps the session alive and reports each call to whoever listens.

import { curl, hushed } from "./curl.js";

const listeners = [];

/** Calls back after each request with {method, path, status, ms, curl, masked, answer}. */
export const onCall = (listener) => listeners.push(listener);

async function send(method, path, body) {
  const started = performance.now();
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let status = 0;
  let text = "";
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    status = response.status;
    text = await response.text();
  } catch {
    text = JSON.stringify({ title: "The quickstart does not answer", detail: "Is it still running?", code: "unreachable" });
  }
  const ms = Math.round(performance.now() - started);
  const call = { method, path, status, ms, answer: hushed(text), ...curl(method, path, body) };
  listeners.forEach((listener) => listener(call));
  return { ok: status >= 200 && status < 300, status, body: parse(text) };
}

function parse(text) {
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch {
    return { title: "The answer could not be read", detail: text.slice(0, 200) };
  }
}

let refreshing;

/** Trades the refresh cookie for a new access cookie; calls at the same time share one request. */
export function refresh() {
  refreshing ??= send("POST", "/auth/refresh", {}).finally(() => (refreshing = undefined));
  return refreshing;
}

const OVER = new Set(["authentication_required", "access_token_expired", "access_token_invalid"]);
let ended = () => {};

/** Calls back with the problem when a session turns out to be over. */
export const onSessionEnd = (listener) => (ended = listener);

/** Sends a request of somebody who is logged in: an expired access token is refreshed once, silently. */
export async function member(method, path, body) {
  let answer = await send(method, path, body);
  if (answer.status === 401 && OVER.has(answer.body.code)) {
    const renewed = await refresh();
    answer = renewed.ok ? await send(method, path, body) : renewed;
  }
  if (isOver(answer)) ended(answer.body);
  return answer;
}

const LOST = new Set([...OVER, "session_ended", "refresh_token_invalid", "refresh_token_reused"]);
const isOver = ({ status, body }) =>
  (status === 401 && LOST.has(body.code)) || (status === 403 && /^account_/.test(body.code ?? ""));

/** Sends a request that needs nobody to be logged in. */
export const guest = send;
