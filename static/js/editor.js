// Keeps what is set in a sheet's fields, and shows what became of it. The screen follows the store, never
// the finger: a mark is shown once this tablet has it.
import { Draft } from "./draft.js";
import * as fields from "./fields.js";
import { taken } from "./marks.js";
import { Sender } from "./sender.js";
import { say, show as showStatus, words } from "./status.js";
import { show as showTotals } from "./totals.js";

export class Editor {
  constructor(form, store) {
    this.form = form;
    this.draft = new Draft(form, store);
    this.words = words(form);
    this.kept = new Map(fields.names(form).map((name) => [name, fields.value(form, name, taken)]));
    this.tabs = new BroadcastChannel(`panel:${form.dataset.person}`);
    this.tabs.onmessage = () => this.show();
    this.keeping = Promise.resolve();
    this.sender = new Sender(store, form.dataset.entries, () => this.changed());
  }

  changed() {
    this.tabs.postMessage("changed");
    return this.show();
  }

  // A submission waits for `keeping`: a tap must not be overtaken by the one that follows it.
  keep(name, value = fields.value(this.form, name, taken)) {
    const kept = this.record(name, value);
    this.keeping = Promise.all([this.keeping, kept]);
    return kept;
  }

  // A field's value becomes an entry, unless it is no mark, or is kept already.
  async record(name, value) {
    const { form, kept } = this;
    fields.fault(form, name, value === undefined ? fields.words(form, name) : null);
    const before = kept.get(name);
    if (value === undefined || value === before) return fields.press(form, name);
    kept.set(name, value);
    try {
      await this.draft.record(name, value);
    } catch {
      kept.set(name, before);
      this.broken = true;
      return say(form, "unkept");
    }
    if (kept.get(name) === value) fields.fill(form, name, value);
    await this.changed();
    this.sender.drain();
  }

  async show() {
    const { form, draft, kept } = this;
    const entries = await draft.entries();
    const latest = new Map(entries.map((entry) => [entry.name, entry]));
    for (const [name, entry] of latest) {
      if (draft.adopts(entry) && !fields.focused(form, name)) {
        fields.fill(form, name, entry.value);
        kept.set(name, entry.value);
      }
      fields.tick(form, name, entry.state, this.words);
      if (entry.state === "refused") fields.fault(form, name, entry.reason);
    }
    this.waiting = entries.filter((entry) => entry.state === "waiting");
    showTotals(form);
    showStatus(form, this.waiting, [...latest.values()], this.sender);
  }
}
