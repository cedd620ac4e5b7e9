// What this tablet keeps of one person's entries, in the order of their counter. Nothing is deleted when it
// is stored: a server that was restored asks for it again. Each person has a database of their own.
import { committed, done, open } from "./database.js";

export const openStore = async (person) => new Store(await open(person));

class Store {
  constructor(db) {
    this.db = db;
  }

  // Resolves once the disk has it.
  async write(work, ...names) {
    const transaction = this.db.transaction(names, "readwrite", { durability: "strict" });
    const finished = committed(transaction);
    await work(...names.map((name) => transaction.objectStore(name)));
    return finished;
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

  // Note what became of entries. What was based on a refused one stands on what that one stood on.
  receive(receipts, at, epoch) {
    return this.write(async (entries, facts) => {
      const before = await done(facts.get("epoch"));
      if (before && before !== epoch) await restart(entries);
      facts.put(epoch, "epoch");
      for (const receipt of receipts) await settle(entries, receipt, at);
    }, "entries", "facts");
  }
}

async function settle(entries, { uuid, status, was, reason }, at) {
  const entry = await done(entries.index("uuid").get(uuid));
  if (!entry) return;
  entries.put({ ...entry, state: was ?? status, reason: reason?.text, receivedAt: at });
  if (status !== "refused") return;
  for (const later of await done(entries.index("sheet").getAll(entry.sheet))) {
    if (later.base === uuid) entries.put({ ...later, base: entry.base });
  }
}

// Another server, or one that was restored: it is told everything once more.
async function restart(entries) {
  for (const entry of await done(entries.getAll())) {
    if (entry.state !== "refused") entries.put({ ...entry, state: "waiting" });
  }
}
