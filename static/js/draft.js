// One sheet as this tablet knows it: the entry that each field stands on, and what became of the entries that
// the page, as the server made it, does not show yet.
import { base, names } from "./fields.js";

export class Draft {
  constructor(form, store) {
    const { seat, presenter, rendered } = form.dataset;
    Object.assign(this, { store, seat, presenter, rendered, sheet: `${seat}/${presenter}` });
    this.heads = new Map(names(form).map((name) => [name, base(form, name)]));
    this.seen = new Set();
  }

  // Keep a new value. It is on the tablet once this resolves; if it can't be, all is as before.
  async record(name, value) {
    const [act, node] = [name.slice(0, name.indexOf("-")), name.slice(name.indexOf("-") + 1)];
    const { seat, presenter, sheet, heads } = this;
    const [uuid, before] = [crypto.randomUUID(), heads.get(name)];
    heads.set(name, uuid);
    this.seen.add(uuid);
    const entry = { uuid, sheet, seat, presenter, act, node, value, base: before, at: new Date().toISOString() };
    try {
      await this.store.add(entry);
    } catch (failure) {
      heads.set(name, before);
      throw failure;
    }
  }

  // The entries that the page does not show yet, in their order: those of this page, of another tab of this
  // tablet, of a visit that ended before they were sent.
  async entries() {
    const found = (await this.store.ofSheet(this.sheet)).map((entry) => ({ ...entry, name: `${entry.act}-${entry.node}` }));
    return found.filter((entry) => this.heads.has(entry.name) && (entry.state === "waiting" || this.isNews(entry)));
  }

  isNews(entry) {
    return this.seen.has(entry.uuid) || Date.parse(entry.receivedAt) > Date.parse(this.rendered);
  }

  // Whether a field's last entry is not from this page; it then stands on that one.
  adopts({ name, uuid, base, state }) {
    if (state === "refused" && this.heads.get(name) === uuid) this.heads.set(name, base);
    if (this.seen.has(uuid) || !["waiting", "stored"].includes(state)) return false;
    this.seen.add(uuid);
    this.heads.set(name, uuid);
    return true;
  }
}
