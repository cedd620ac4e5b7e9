// A part of a page that follows the day: <div data-behaviour="live" data-live="URL of the stream">. In it
// [data-slot="round/presenter"] with [data-slot-time] and [data-slot-state] (cloned from <template data-state>)
// and [data-bar="zone"] with [data-bar-part] get what a frame says. Where slots came, went or changed places,
// or another version of the plan (data-version) is out, the part is fetched anew: not by all at one moment.
// A part with data-whole is fetched anew whenever the day moves on, unless somebody is just at work in it.
import { follow } from "./stream.js";

const SOON = 1_000;
const LATER = 8_000;

export default function live(element) {
  let frame = null;
  let timer;
  let told = 0;
  const show = () => {
    for (const slot of frame.slots) showSlot(element, slot);
    for (const [zone, bar] of Object.entries(frame.bars)) showBar(element, zone, bar);
  };
  follow(element.dataset.live, (latest) => {
    frame = latest;
    document.dispatchEvent(new CustomEvent("panel:plan", { detail: { revision: frame.plan } }));
    show();
    clearTimeout(timer);
    if ("whole" in element.dataset) {
      if (told++ && !busy(element)) renew(element);
      return;
    }
    const within = moved(element, frame) ? SOON : outdated(element, frame) ? LATER : 0;
    if (within) timer = setTimeout(() => renew(element).then(show), Math.random() * within);
  });
}

const busy = (element) => element.querySelector("input:focus, textarea:focus, select:focus, details[open]");

// A judge's list has an order of its own (data-order="own"): the same slots will do there.
function moved(element, frame) {
  const here = [...element.querySelectorAll("[data-slot]")].map((each) => each.dataset.slot);
  const told = frame.slots.map((slot) => slot.key);
  if (!here.length) return false;
  const [one, other] = element.dataset.order === "own" ? [here.sort(), told.sort()] : [here, told];
  return one.join() !== other.join();
}

const outdated = (element, frame) => element.dataset.version && element.dataset.version !== String(frame.plan);

async function renew(element) {
  const response = await fetch(location.href, { cache: "no-cache" }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = [...page.querySelectorAll("[data-live]")].find((each) => each.dataset.live === element.dataset.live);
  if (!fresh) return;
  if (fresh.dataset.version) element.dataset.version = fresh.dataset.version;
  element.replaceChildren(...fresh.childNodes);
}

function showSlot(element, slot) {
  for (const card of element.querySelectorAll(`[data-slot="${CSS.escape(slot.key)}"]`)) {
    write(card.querySelector("[data-slot-time]"), slot.time);
    if (card.dataset.state === slot.state) continue;
    card.dataset.state = slot.state;
    card.classList.toggle("slot-now", ["now", "presenting", "questions"].includes(slot.state));
    const badge = document.querySelector(`template[data-state="${slot.state}"]`)?.content.cloneNode(true);
    card.querySelector("[data-slot-state]")?.replaceChildren(...(badge ? [badge] : []));
  }
}

function showBar(element, zone, bar) {
  for (const line of element.querySelectorAll(`[data-bar="${CSS.escape(zone)}"]`)) {
    for (const part of line.querySelectorAll("[data-bar-part]")) write(part, bar[part.dataset.barPart]);
    line.hidden = !Object.values(bar).some(Boolean);
  }
}

function write(place, words) {
  if (place && place.textContent !== words) place.textContent = words;
}
