// The app's time, by which all screens count. It runs on this device's steady timer, so that a clock that is
// hours off, or is put right meanwhile, changes nothing; the best of several answers says how far they differ.
const ASKED = 5;
const PATIENCE = 3_000;

let base = Date.now() - performance.now();

export const now = () => performance.now() + base;

// What the page said as it was made: good until the first answer.
export function begin(moment) {
  base = moment - performance.now();
}

// The shortest way there and back is the least uncertain: half of it at most.
export async function sync(url) {
  let best = Infinity;
  for (let asked = 0; asked < ASKED; asked += 1) {
    const sent = performance.now();
    const moment = await ask(url);
    const trip = performance.now() - sent;
    if (moment === null) return;
    if (trip >= best) continue;
    best = trip;
    base = moment - (sent + trip / 2);
  }
}

async function ask(url) {
  try {
    const response = await fetch(url, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    const answer = await response.json();
    return Number.isFinite(answer.now) ? answer.now : null;
  } catch {
    return null;
  }
}
