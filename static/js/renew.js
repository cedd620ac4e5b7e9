// Loads the page again if the server answers for it soon; else it stays: over a slow network the kept one would
// come, and without one none at all.
const SOON = 2_000;

export async function renew() {
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(SOON) }).catch(() => null);
  if (answer?.headers.has("Panel-Person")) location.reload();
}
