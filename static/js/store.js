// What this tablet keeps of one person's entries, in the order of their counter. Nothing is deleted when it
// is stored: a server that was restored asks for it again. Each person has a database of their own.
import { committed, done, open } from "./database.js";
import { receive } from "./receipts.js";

// `device`: which of those that the tablet is signed in as the person's is now, as a page fresh from the server says.
// An old browser, or one that has no secure context, has not all that it takes.
export async function openStore(person, device) {
  if (!isSecureContext || !AbortSignal.timeout) throw new Error("nothing can be kept here");
  const store = new Store(person, await open(person));
  const fresh = device && !("kept" in document.documentElement.dataset);
  if (fresh && (await store.fact("device")) !== device) await store.setFact("device", device);
  return store;
}

class Store {
  constructor(person, db) {
    Object.assign(this, { person, db });
  }

  // Once more by a new connection: a tablet that slept may have lost its own.
  async attempt(work) {
    try {
      return await work();
    } catch (failure) {
      if (failure.name === "QuotaExceededError") throw failure;
      this.db = await open(this.person);
      return work();
    }
  }

  // Resolves once the disk has it.
  write(work, ...names) {
    return this.attempt(async () => {
      const transaction = this.db.transaction(names, "readwrite", { durability: "strict" });
      return Promise.all([committed(transaction), work(...names.map((name) => transaction.objectStore(name)))]);
    });
  }

  read(name, request) {
    return this.attempt(async () => done(request(this.db.transaction(name).objectStore(name))));
  }

  add(entry) {
    return this.write((entries) => done(entries.add({ ...entry, state: "waiting" })), "entries");
  }

  waiting(most) {
    return this.read("entries", (entries) => entries.index("state").getAll("waiting", most));
  }

  ofSheet(sheet) {
    return this.read("entries", (entries) => entries.index("sheet").getAll(sheet));
  }

  fact(name) {
    return this.read("facts", (facts) => facts.get(name));
  }

  setFact(name, value) {
    return this.write((facts) => done(facts.put(value, name)), "facts");
  }

  // What a page knows of its sheet, for pages that show several.
  note(record) {
    return this.write((sheets) => done(sheets.put(record)), "sheets");
  }

  records() {
    return this.read("sheets", (sheets) => sheets.getAll());
  }

  // Note what became of entries.
  receive(receipts, at, epoch) {
    return this.write((...stores) => receive(stores, receipts, at, epoch), "entries", "facts", "sheets");
  }
}
