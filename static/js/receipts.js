// What the server's receipts make of the entries that a tablet keeps.
import { done } from "./database.js";
import { recount } from "./records.js";

export async function receive([entries, facts, sheets], receipts, at, epoch) {
  const before = await done(facts.get("epoch"));
  if (before && before !== epoch) await restart(entries);
  facts.put(epoch, "epoch");
  const touched = new Set();
  for (const receipt of receipts) touched.add(await settle(entries, receipt, at));
  await recount(entries, sheets, touched);
}

// Resolves with the entry's sheet. What was based on a refused one stands on what that one stood on.
async function settle(entries, { uuid, status, was, reason }, at) {
  const entry = await done(entries.index("uuid").get(uuid));
  if (!entry) return null;
  const receivedAt = (status === "duplicate" && entry.receivedAt) || at; // told twice is no news
  entries.put({ ...entry, state: was ?? status, reason: reason?.text, receivedAt });
  if (status !== "refused") return entry.sheet;
  for (const later of await done(entries.index("sheet").getAll(entry.sheet))) {
    if (later.base === uuid) entries.put({ ...later, base: entry.base });
  }
  return entry.sheet;
}

// Another server, or one that was restored: it is told everything once more.
async function restart(entries) {
  for (const entry of await done(entries.getAll())) {
    if (entry.state !== "refused") entries.put({ ...entry, state: "waiting" });
  }
}
