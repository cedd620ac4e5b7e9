// The line that says at all times where the marks are: saved, waiting and since when, or what is wrong.
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Bangkok", hour: "2-digit", minute: "2-digit" });

function time(moment) {
  const written = clock.format(new Date(moment));
  return document.documentElement.lang === "th" ? written.replace(":", ".") : written;
}

export const words = (form) =>
  Object.fromEntries([...form.querySelectorAll("template[data-word]")].map((each) => [each.dataset.word, each.innerHTML]));

// The first that holds, worst first.
function standing(waiting, latest, sender) {
  if (waiting.length && sender.state !== "idle") return sender.state;
  const states = new Set(latest.map((entry) => entry.state));
  return ["refused", "stale", "late", "waiting"].find((state) => states.has(state)) ?? "saved";
}

// `latest` holds each field's last entry.
export function show(form, waiting, latest, sender) {
  const since = waiting[0]?.at ?? sender.lastStored ?? form.dataset.rendered;
  say(form, standing(waiting, latest, sender), { count: waiting.length, time: time(since) });
  const link = form.querySelector("[data-part='submit']");
  link?.setAttribute("aria-disabled", waiting.length > 0);
}

export function say(form, state, facts = {}) {
  for (const line of form.querySelectorAll("[data-sync]")) {
    line.hidden = line.dataset.sync !== state;
    if (line.hidden) continue;
    const text = line.dataset.words.replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? "");
    if (line.lastElementChild.textContent !== text) line.lastElementChild.textContent = text;
  }
}
