// Hands waiting entries in, in their order: one request in flight for all tabs of this tablet, small batches,
// again after a while if nobody answers. Only an entry that a receipt lists is no longer waiting.
import { post } from "./post.js";

const MOST = 50;
const LONGEST = 15_000;

export class Sender {
  // `changed` is called whenever something became of an entry or of the connection.
  constructor(store, url, changed) {
    Object.assign(this, { store, url, changed, failures: 0, most: MOST, state: "idle", again: 0 });
    addEventListener("online", () => this.drain());
    document.addEventListener("visibilitychange", () => this.drain());
    addEventListener("pagehide", () => this.drain());
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
      while (await alone(() => this.send()));
    }
  }

  // One batch; whether there may be more to send.
  async send() {
    const waiting = await this.store.waiting();
    if (!waiting.length) return this.became("idle", 0);
    const batch = waiting.slice(0, this.most);
    const nonce = crypto.randomUUID();
    const body = JSON.stringify({
      nonce,
      device_time: new Date().toISOString(),
      waiting: waiting.length - batch.length,
      entries: batch.map(({ state, sheet, reason, receivedAt, ...entry }) => entry),
    });
    const answer = await post(this.url, body, nonce);
    if (answer?.status === 413 && this.most > 1) this.most = Math.ceil(this.most / 2);
    if (answer?.status !== 200) return this.retry(answer?.status === 401 ? "signed-out" : "offline");
    await this.store.receive(answer.receipts, answer.now, answer.epoch);
    this.lastStored = answer.now;
    return this.became("idle", 0, waiting.length > batch.length);
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

// One tab at a time, where the browser can say so; the server keeps order and counts once in any case.
const alone = (work) => (navigator.locks ? navigator.locks.request("panel-sender", work) : work());
