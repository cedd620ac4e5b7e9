// The marks of an item by keyboard: one stop for Tab, arrow keys from mark to mark.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export function pads(form) {
  for (const pad of form.querySelectorAll(".taps")) {
    const taps = [...pad.children];
    stop(taps, taps.find((tap) => tap.getAttribute("aria-pressed") === "true") ?? taps[0]);
    pad.addEventListener("focusin", (event) => stop(taps, event.target));
    pad.addEventListener("keydown", (event) => step(taps, event));
  }
}

function stop(taps, here) {
  for (const tap of taps) tap.tabIndex = tap === here ? 0 : -1;
}

function step(taps, event) {
  if (!(event.key in STEPS)) return;
  event.preventDefault();
  const place = taps.indexOf(event.target) + STEPS[event.key];
  taps[Math.min(Math.max(place, 0), taps.length - 1)].focus();
}
