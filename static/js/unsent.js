// What anybody who worked on this tablet has left unsent: handed in from pages that lead to no sheet too, and
// counted on them. Whoever was signed out or replaced comes to no other page.
const PERSON = /^panel:(.+)$/;

export default async function unsent(said) {
  if (!isSecureContext || !indexedDB.databases) return;
  const names = (await indexedDB.databases()).map(({ name }) => PERSON.exec(name)?.[1]).filter(Boolean);
  if (!names.length) return;
  const [{ Sender }, { openStore }] = await Promise.all([import("./sender.js"), import("./store.js")]);
  const opened = await Promise.all(names.map((name) => openStore(name).catch(() => null)));
  const stores = opened.filter(Boolean);

  async function show() {
    const counts = await Promise.all(stores.map(async (store) => (await store.waiting()).length));
    const count = counts.reduce((sum, each) => sum + each, 0);
    const words = said.querySelector(".lines");
    if (count) words.textContent = said.dataset.words.replace("{count}", count);
    said.hidden = !count;
  }

  for (const store of stores) {
    if ((await store.waiting(1)).length) new Sender(store, said.dataset.entries, show).drain();
  }
  await show();
}
