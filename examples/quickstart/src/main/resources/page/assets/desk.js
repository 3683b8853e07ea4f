// The operator's desk: what the host's own Java code can do to an account.

import { $, show } from "./dom.js";
import { onSubmit } from "./forms.js";
import { guest } from "./http.js";

const STATUS = `var change = new StatusChange(
    BLOCKED, "by the desk", Optional.empty());

gatehouse.users().changeStatus(
    user.id(), change, Actor.system("desk"), ClientInfo.none());`;

const APPOINT = `var grant = RoleGrant.of(
    Subject.user(user.id()), BuiltInRoles.ADMINISTRATOR);

gatehouse.roleAssignments().assign(
    grant, Actor.system("desk"), ClientInfo.none());`;

/** Wires the desk; `onDone` is called when it has changed an account. */
export function startDesk(onDone) {
  $("#desk-code").textContent = STATUS;
  $("#desk-appoint-code").textContent = APPOINT;
  onSubmit($("#form-desk"), ({ email }, verb) => guest("POST", `/demo/${verb ?? "block"}`, { email }), (body, { email }) => {
    $("#desk-done").textContent = `${email} is ${body.status} now.`;
    show($("#desk-done"));
    onDone();
  });
}
