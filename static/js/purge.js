// What a tablet lets go: entries that the server has stored, of a seat whose zone is final. Nothing else is
// ever deleted.
import { done } from "./database.js";

export function purge(store, seat) {
  return store.write(async (entries) => {
    for (const { counter, seat: whose, state } of await done(entries.getAll())) {
      if (whose === seat && state === "stored") entries.delete(counter);
    }
  }, "entries");
}
