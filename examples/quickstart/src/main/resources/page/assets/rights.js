// What whoever is logged in may do, so that the page offers nothing that would be refused. The server decides all the same.

import { $, show } from "./dom.js";
import { member } from "./http.js";

let held = new Set();

/** Tells whether the person held a permission when the page last asked. */
export const may = (permission) => held.has(permission);

/** Returns the permissions of this application that the person holds. What begins with "auth." belongs to Gatehouse. */
export const grantable = () => [...held].filter((each) => !each.startsWith("auth."));

/** Asks again: an administrator may have changed them a moment ago. */
export async function loadRights() {
  const { ok, body } = await member("GET", "/rights");
  held = new Set(ok ? body.permissions : []);
  show($("#tab-people"), may("auth.users:read") && may("auth.roles:read"));
}
