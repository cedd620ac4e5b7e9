// Warnings about what this tablet keeps: those that hold are shown at the end of the sheet, and counted in its bar.
import { fill } from "./status.js";

const SMALL = 200_000_000; // bytes; a private window has no more
const QUIET = ["evictable"];

export function warn(name, holds) {
  document.querySelector(`[data-warning="${name}"]`).hidden = !holds;
  const shown = [...document.querySelectorAll("[data-warning]:not([hidden])")];
  const count = shown.filter((each) => !QUIET.includes(each.dataset.warning)).length;
  const line = document.querySelector("[data-part='warned']");
  line.hidden = !count;
  fill(line, { count });
}

export function show({ contact, state }, latest) {
  warn("others", contact.others > 0);
  warn("clock", contact.clockOff);
  warn("signed-out", contact.signedOut);
  warn("stale", state === "idle" && latest.some((entry) => entry.state === "stale"));
}

// Whether the browser promises to keep what is stored, once it was asked to.
export async function checkStorage() {
  if (!navigator.storage?.estimate) return;
  const { quota } = await navigator.storage.estimate();
  const durable = (await navigator.storage.persisted?.()) || (await navigator.storage.persist?.());
  warn("private", !durable && quota < SMALL);
  warn("evictable", !durable && quota >= SMALL);
}
