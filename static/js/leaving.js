// Signing out from a tablet that keeps entries: they are sent first. While some are unsent, or nobody can be
// told, one stays signed in; after it the kept pages of this person are gone from the tablet.
import { Sender } from "./sender.js";
import { openStore } from "./store.js";

export default function leaving(form) {
  if (!isSecureContext) return;
  const said = document.querySelector("[data-part='stays']");

  function stay(word, count) {
    said.querySelector(".lines").textContent = said.dataset[word].replace("{count}", count);
    said.hidden = false;
    said.scrollIntoView({ block: "center" });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.hidden = true;
    const unsent = await flush(form.dataset);
    if (unsent) return stay("unsent", unsent);
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!answer?.headers.has("Panel-Version")) return stay("unreached");
    if (!answer.ok) return form.submit(); // its page says why
    for (const sort of ["pages", "brought"]) await caches.delete(`panel-${sort}-${form.dataset.person}`);
    location.assign(answer.url);
  });
}

// How many entries are still unsent after all was tried; none where the browser keeps nothing.
async function flush({ person, entries }) {
  const store = await openStore(person).catch(() => null);
  if (!store) return 0;
  await new Sender(store, entries, () => {}).drain();
  return (await store.waiting()).length;
}
