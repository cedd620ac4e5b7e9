// A draft is moved on the server: not while this tablet still keeps changes that the server doesn't have.
import { openStore } from "./store.js";

export default function transfer(form) {
  let asked = false;
  form.addEventListener("submit", async (event) => {
    if (asked) return;
    event.preventDefault();
    const unsent = await waiting(form.dataset.person);
    form.querySelector("[data-part='unsent']").hidden = !unsent;
    if (unsent) return;
    asked = true;
    form.requestSubmit(event.submitter);
  });
}

// Where nothing can be kept nothing waits.
async function waiting(person) {
  const store = await openStore(person).catch(() => null);
  return store ? (await store.waiting(1)).length : 0;
}
