// The line that says at all times where the marks are: saved, waiting and since when, or what is wrong; and
// when the server was last heard.
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Bangkok", hour: "2-digit", minute: "2-digit" });

export function time(moment) {
  const written = clock.format(new Date(moment));
  return document.documentElement.lang === "th" ? written.replace(":", ".") : written;
}

export const words = (form) =>
  Object.fromEntries([...form.querySelectorAll("template[data-word]")].map((each) => [each.dataset.word, each.innerHTML]));

// An element's words with their {facts} filled in; what reads as before is not said again.
export function fill(element, facts, place = element) {
  const text = element.dataset.words.replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? "");
  if (place.textContent !== text) place.textContent = text;
}

// The first that holds, worst first. `fate`: of an act that was not taken.
function sync(waiting, latest, sender, fate) {
  if (waiting.length && sender.state !== "idle") return sender.state;
  if (fate?.state === "refused") return "not-taken";
  const states = new Set([fate, ...latest].map((entry) => entry?.state));
  const worst = ["refused", "stale", "late", "waiting"].find((state) => states.has(state));
  return worst ?? (waiting.length ? "waiting" : sender.state === "offline" ? "apart" : "saved");
}

// `latest` holds each field's last entry.
export function show(form, waiting, latest, sender, fate = null) {
  const touched = sender.contact.touched ?? form.dataset.rendered;
  const state = sync(waiting, latest, sender, fate);
  say(form, state, { count: waiting.length, time: time(waiting[0]?.at ?? touched) });
  const line = form.querySelector("[data-part='touched']");
  if (!line) return;
  line.hidden = ["saved", "apart"].includes(state); // they say the same
  fill(line, { time: time(touched) });
}

export function say(form, state, facts = {}) {
  for (const line of form.querySelectorAll("[data-sync]")) {
    line.hidden = line.dataset.sync !== state;
    if (!line.hidden) fill(line, facts, line.lastElementChild);
  }
}
