// The tabs of one tablet follow each other, where the browser lets them.
export function tabs(person, changed) {
  if (!("BroadcastChannel" in window)) return () => {};
  const channel = new BroadcastChannel(`panel:${person}`);
  channel.onmessage = changed;
  return () => channel.postMessage("changed");
}
