// A request as the line that repeats it in a shell.

const SECRETS = new Set(["password", "currentPassword", "newPassword", "proof", "code"]);
const ISSUED = /("(?:token|accessToken|refreshToken|challenge|manualKey|otpauthUri|qrSvg)":\s*")(?:[^"\\]|\\.)*/g;
const CODES = /("recoveryCodes":\s*\[)[^\]]+/g;
const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

function line(method, path, body) {
  const words = ["curl -s -b gate.jar -c gate.jar"];
  const mutation = method !== "GET";
  if (method !== "GET" && !(method === "POST" && body !== undefined)) words.push(`-X ${method}`);
  // A cookie alone is not enough to change anything: the request has to say that it comes from here.
  if (mutation) words.push(`-H ${quote(`Origin: ${location.origin}`)}`);
  if (body !== undefined) words.push("-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(body))}`);
  words.push(quote(location.origin + path));
  return words.join(" \\\n  ");
}

const masked = (body) =>
  body && Object.fromEntries(Object.entries(body).map(([key, value]) => [key, SECRETS.has(key) && value ? "••••••••" : value]));

/** Returns an answer without the secrets that it issues: an API key is shown once, and not here. */
export const hushed = (answer) => answer.replace(ISSUED, "$1••••••••").replace(CODES, '$1"••••••••"');

/** Returns the complete line, and one in which no password can be read over a shoulder. */
export function curl(method, path, body) {
  return { curl: line(method, path, body), masked: line(method, path, masked(body)) };
}
