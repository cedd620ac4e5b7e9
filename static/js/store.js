// What this tablet keeps of one person's entries, in the order of their counter. Nothing is deleted when it
// is stored: a server that was restored asks for it again. Each person has a database of their own.
import { committed, done, open } from "./database.js";
import { receive } from "./receipts.js";

// `device`: which of those that the tablet is signed in as the person's is now, as a page fresh from the server says.
export async function openStore(person, device) {
  const store = new Store(await open(person));
  const fresh = device && !("kept" in document.documentElement.dataset);
  if (fresh && (await store.fact("device")) !== device) await store.setFact("device", device);
  return store;
}

class Store {
  constructor(db) {
    this.db = db;
  }

  // Resolves once the disk has it.
  async write(work, ...names) {
    const transaction = this.db.transaction(names, "readwrite", { durability: "strict" });
    await Promise.all([committed(transaction), work(...names.map((name) => transaction.objectStore(name)))]);
  }

  read(name) {
    return this.db.transaction(name).objectStore(name);
  }

  add(entry) {
    return this.write((entries) => done(entries.add({ ...entry, state: "waiting" })), "entries");
  }

  waiting(most) {
    return done(this.read("entries").index("state").getAll("waiting", most));
  }

  ofSheet(sheet) {
    return done(this.read("entries").index("sheet").getAll(sheet));
  }

  fact(name) {
    return done(this.read("facts").get(name));
  }

  setFact(name, value) {
    return this.write((facts) => done(facts.put(value, name)), "facts");
  }

  // What a page knows of its sheet, for pages that show several.
  note(record) {
    return this.write((sheets) => done(sheets.put(record)), "sheets");
  }

  records() {
    return done(this.read("sheets").getAll());
  }

  // Note what became of entries.
  receive(receipts, at, epoch) {
    return this.write((...stores) => receive(stores, receipts, at, epoch), "entries", "facts", "sheets");
  }
}
