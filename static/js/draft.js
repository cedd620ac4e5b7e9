// One sheet as this tablet knows it: the entry that each field stands on, and what became of the entries that
// the page, as the server made it, does not show yet.
import { base, names } from "./fields.js";
import { isNews, since } from "./log.js";

export async function openDraft(form, store) {
  const draft = new Draft(form, store);
  draft.page.since = since(await draft.entries(), draft.page.rendered);
  return draft;
}

class Draft {
  constructor(form, store) {
    const { seat, presenter, rendered, state, version } = form.dataset;
    Object.assign(this, { store, seat, presenter, version: Number(version), sheet: `${seat}/${presenter}` });
    this.page = { state, rendered, since: 0 };
    this.heads = new Map(names(form).map((name) => [name, base(form, name)]));
    this.seen = new Set();
  }

  // Keep an act: a field's new value, or one on the whole sheet. It is on the tablet once this resolves; if it
  // can't be, all is as before.
  async record(act, node, value) {
    const { seat, presenter, sheet, version, heads } = this;
    const name = `${act}-${node}`;
    const [uuid, before] = [crypto.randomUUID(), heads.get(name) ?? null];
    if (heads.has(name)) heads.set(name, uuid);
    this.seen.add(uuid);
    const at = new Date().toISOString();
    try {
      await this.store.add({ uuid, sheet, seat, presenter, act, node, value, base: before, at, version });
    } catch (failure) {
      if (heads.has(name)) heads.set(name, before);
      throw failure;
    }
  }

  // All that this tablet ever kept of the sheet, in its order: of this page, of another tab, of an earlier visit.
  async entries() {
    return (await this.store.ofSheet(this.sheet)).map((entry) => ({ ...entry, name: `${entry.act}-${entry.node}` }));
  }

  // Of each field the last entry, where the page does not show it yet.
  latest(entries) {
    const last = new Map(entries.filter(({ name }) => this.heads.has(name)).map((entry) => [entry.name, entry]));
    return new Map([...last].filter(([, entry]) => isNews(entry, this.page)));
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
