// A judge's list as this tablet knows it: what waits here is counted in, and is sent from here too. Otherwise
// the server's word holds, unless the page is a kept one.
import { list as showAsks } from "./asks.js";
import { greet } from "./contact.js";
import { purge } from "./purge.js";
import { renew } from "./renew.js";
import { Sender } from "./sender.js";
import { fill, say, show as showStatus } from "./status.js";
import { openStore } from "./store.js";
import { tabs } from "./tabs.js";

const IN = ["submitted", "confirmed"];
const kept = "kept" in document.documentElement.dataset;

export default async function list(root) {
  const { person, device, entries, seat } = root.dataset;
  const store = await openStore(person, device).catch(() => null);
  if (!store) return say(root, "unkept");
  const newer = new Set(); // sheets that the tablet knew better since the page was made

  async function show() {
    for (const known of await store.records()) {
      if (known.waiting || kept) newer.add(known.sheet);
      const line = newer.has(known.sheet) && root.querySelector(`[data-sheet="${CSS.escape(known.sheet)}"]`);
      if (line) showSheet(root, line, known);
    }
    showProgress(root);
    const waiting = await store.waiting();
    showStatus(root, waiting, waiting, sender);
    showAsks(root, sender.contact.asks);
  }

  async function changed() {
    tell();
    await show();
    // Once the server has everything, it knows what became of it.
    const behind = kept || newer.size > 0;
    if (behind && sender.contact.touched && !(await store.waiting(1)).length) await renew();
  }

  const tell = tabs(person, show);
  const sender = new Sender(store, entries, changed);
  new MutationObserver(show).observe(root.querySelector("[data-live]"), { childList: true });
  addEventListener("pageshow", (event) => event.persisted && renew());
  document.addEventListener("visibilitychange", () => document.hidden || renew());
  root.addEventListener("kept", () => sender.greet());
  if ("final" in root.dataset) await purge(store, seat);
  await show();
  sender.drain();
  greet(sender);
}

function showSheet(root, line, { state, given, total, waiting }) {
  line.dataset.state = state;
  put(root, line, "badge", state === "draft" && given ? "begun" : state, { done: given, of: line.dataset.of });
  put(root, line, "waiting", waiting ? "waiting" : "", { count: waiting });
  const points = line.querySelector("[data-part='points']");
  points.hidden = total === null || !given;
  points.firstElementChild.textContent = total ?? "";
}

// What a template holds, with its {facts} filled in.
function put(root, line, part, name, facts) {
  const template = root.querySelector(`template[data-line="${name}"]`);
  const html = template?.innerHTML.replace(/\{(\w+)\}/g, (_, fact) => facts[fact]) ?? "";
  line.querySelector(`[data-part="${part}"]`).innerHTML = html;
}

function showProgress(root) {
  const line = root.querySelector("[data-part='progress']");
  if (!line) return;
  const bar = line.querySelector("progress");
  bar.value = [...root.querySelectorAll("[data-counted]")].filter(({ dataset }) => IN.includes(dataset.state)).length;
  fill(line, { done: bar.value, of: bar.max }, line.querySelector("span"));
}
