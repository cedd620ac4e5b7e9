// Keeps what is set in a sheet's fields, and shows what became of it. The screen follows the store, never
// the finger: a mark is shown once this tablet has it.
import { face } from "./acts.js";
import * as fields from "./fields.js";
import { taken } from "./marks.js";
import { Sender } from "./sender.js";
import { say, words } from "./status.js";
import { tabs } from "./tabs.js";
import { show } from "./view.js";
import { warn } from "./warnings.js";

export class Editor {
  constructor(form, draft) {
    const { person, entries } = form.dataset;
    Object.assign(this, { form, draft, words: words(form), keeping: Promise.resolve() });
    this.kept = new Map(fields.names(form).map((name) => [name, fields.value(form, name, taken)]));
    this.tell = tabs(person, () => show(this));
    this.sender = new Sender(draft.store, entries, () => this.changed());
  }

  changed() {
    this.tell();
    return show(this);
  }

  // An act waits for `keeping`: a tap must not be overtaken by the one that follows it.
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
      await this.draft.record(...fields.key(name), value);
    } catch (failure) {
      kept.set(name, before);
      return this.failed(failure);
    }
    if (kept.get(name) === value) fields.fill(form, name, value);
    await this.changed();
    this.sender.drain();
  }

  // An act on the whole sheet follows all marks.
  async act(act, value = null) {
    await this.keeping;
    try {
      await this.draft.record(act, "", value);
    } catch (failure) {
      return this.failed(failure);
    }
    await this.changed();
    face();
    this.sender.drain();
  }

  // The tablet keeps nothing more: the page is the plain form from here on.
  failed(failure) {
    this.broken = true;
    const full = failure.name === "QuotaExceededError";
    say(this.form, full ? "full" : "unkept");
    warn("full", full);
  }

  // Whether an event is left to the plain form; where that has no network either, nothing happens.
  leaves(event) {
    if (this.broken && !navigator.onLine) event.preventDefault();
    return this.broken;
  }
}
