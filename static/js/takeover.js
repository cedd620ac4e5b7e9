// Warns where somebody who would be signed out has marks on this tablet that are not sent yet.
import { openStore } from "./store.js";

export default async function takeover(warning) {
  const unsent = await Promise.all(warning.dataset.persons.trim().split(" ").map(waits));
  warning.hidden = !unsent.some(Boolean);
}

// Where nothing can be kept nothing waits.
async function waits(person) {
  const store = await openStore(person).catch(() => null);
  return store !== null && (await store.waiting(1)).length > 0;
}
