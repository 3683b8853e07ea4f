// The development mailbox: asks for new mails now and then, and shows one beside the application.

import { $, fillTime, say, show, stamp } from "./dom.js";

const EVERY = 1500;
const read = new Set(JSON.parse(sessionStorage.getItem("read") ?? "[]"));
let mails = [];
let open = sessionStorage.getItem("open-mail");
let first = true;

function row(mail) {
  const item = stamp("t-mail");
  const button = $("button", item);
  $(".mail-to", item).textContent = mail.to;
  $(".mail-title", item).textContent = mail.subject;
  fillTime($("time", item), mail.at);
  button.classList.toggle("unread", !read.has(mail.id));
  if (mail.id === open) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => choose(mail.id, true));
  return item;
}

function choose(id, byHand) {
  const mail = mails.find((each) => each.id === id);
  if (!mail) return;
  open = id;
  read.add(id);
  sessionStorage.setItem("open-mail", id);
  sessionStorage.setItem("read", JSON.stringify([...read]));
  $("#mail-subject").textContent = mail.subject;
  $("#mail-meta").textContent = `To ${mail.to} · ${new Date(mail.at).toLocaleTimeString()}`;
  $("#mail-body").src = `/outbox/${mail.id}`;
  show($("#mail"));
  draw();
  if (byHand) $("#mail-subject").focus();
}

function draw() {
  $("#mails").replaceChildren(...mails.map(row));
  show($("#mails-empty"), mails.length === 0);
  const unread = mails.filter((each) => !read.has(each.id)).length;
  for (const id of ["count-outbox", "count-side"]) {
    $(`#${id}`).textContent = unread;
    show($(`#${id}`), unread > 0);
  }
}

async function poll() {
  if (document.hidden) return;
  try {
    const response = await fetch("/outbox.json", { cache: "no-store" });
    if (response.ok) update((await response.json()).mails);
  } catch {
    // The quickstart is being restarted; the next round asks again.
  }
}

const visible = () => $("#panel-outbox").offsetParent !== null;

function update(latest) {
  if (!first && latest[0]?.id === mails[0]?.id) return;
  const fresh = !first && latest.length > 0;
  mails = latest;
  if (fresh) {
    say(`Mail for ${mails[0].to}: “${mails[0].subject}”`);
    if (visible()) choose(mails[0].id, false);
  } else if (open) {
    choose(open, false);
  }
  first = false;
  draw();
}

export function startOutbox() {
  const frame = $("#mail-body");
  // The frame may not run scripts; being of the same origin, it may be measured.
  frame.addEventListener("load", () => {
    frame.style.height = "1px";
    const height = frame.contentDocument?.documentElement.scrollHeight ?? 0;
    if (height > 0) frame.style.height = `${Math.min(height, 640)}px`;
  });
  poll();
  setInterval(poll, EVERY);
}
