// Hands waiting entries in, in their order: one request in flight for all tabs of this tablet, small batches,
// again after a while if nobody answers. Only an entry that a receipt lists is no longer waiting.
import { contact } from "./contact.js";
import { post } from "./post.js";

const MOST = 50;
const LONGEST = 15_000;
const TURN = 25_000; // longer than a request takes

export class Sender {
  // `changed` is called whenever something became of an entry or of the connection.
  constructor(store, url, changed) {
    Object.assign(this, { store, url, changed, failures: 0, most: MOST, state: "idle", again: 0 });
    this.contact = { others: 0, signedOut: false, clockOff: false };
    for (const turn of ["online", "offline"]) addEventListener(turn, () => this.greet());
    document.addEventListener("visibilitychange", () => this.drain());
    addEventListener("pagehide", () => this.drain());
  }

  // Also if nothing waits: the server sees that this tablet is there.
  greet() {
    this.greeting = true;
    return this.drain();
  }

  // Resolves when nothing waits any more, or nobody answered. Whoever asks anew waits a short while again.
  drain(failures = 0) {
    clearTimeout(this.again);
    this.failures = failures;
    this.more = true;
    this.running ??= this.run().finally(() => (this.running = null));
    return this.running;
  }

  async run() {
    while (this.more) {
      this.more = false;
      while (await alone(() => this.send().catch(() => this.retry("waiting")))); // a full disk notes no receipt
    }
  }

  // One batch; whether there may be more to send.
  async send() {
    const facts = ["device", "epoch", "kept"].map((name) => this.store.fact(name));
    const [waiting, device, epoch, kept] = await Promise.all([this.store.waiting(), ...facts]);
    if (!waiting.length && !this.greeting) return this.became("idle", 0);
    const batch = waiting.slice(0, this.most);
    const sender = { nonce: crypto.randomUUID(), device, epoch, kept, waiting: waiting.length - batch.length };
    const sent = Date.now();
    const answer = await post(this.url, { ...sender, entries: batch.map(told) });
    if (answer?.status === 413 && this.most > 1) this.most = Math.ceil(this.most / 2);
    if (answer?.status !== 200) return this.retry(answer?.status === 401 ? "signed-out" : "offline");
    await this.store.receive(answer.receipts, answer.now, answer.epoch);
    this.greeting = false;
    this.restored ||= epoch !== undefined && epoch !== answer.epoch;
    this.contact = contact(answer, sent, this.contact);
    return this.became("idle", 0, (await this.store.waiting(1)).length > 0);
  }

  retry(state) {
    const failures = this.failures + 1;
    this.again = setTimeout(() => this.drain(failures), Math.min(LONGEST, 500 * 2 ** failures) * (0.5 + Math.random()));
    return this.became(state, failures);
  }

  became(state, failures, more = false) {
    Object.assign(this, { state, failures });
    this.changed();
    return more;
  }
}

// What of an entry is the tablet's own is not told.
const told = ({ state, sheet, reason, receivedAt, ...entry }) => entry;

// One tab at a time, where the browser can say so; a tab may fall asleep in its turn, and the server counts once.
function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("panel-sender", { signal: AbortSignal.timeout(TURN) }, work).catch(work);
}
