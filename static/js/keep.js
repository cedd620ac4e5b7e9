// Asks the worker to keep the pages that a judge's list leads to, and again whenever it was drawn anew. How many
// sheets it keeps the server is told with the next sign of life.
import { openStore } from "./store.js";

export default function keep(list) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const ask = async () => {
    const { active } = await workers.ready;
    const sheets = [...list.querySelectorAll("a")].map((link) => link.pathname);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => note(list, data);
    const files = list.dataset.files?.match(/\S+/g) ?? [];
    active.postMessage([location.pathname, list.dataset.keep, ...sheets, ...files], [port2]);
  };
  new MutationObserver(ask).observe(list, { childList: true });
  ask();
}

async function note(list, kept) {
  const store = await openStore(list.closest("[data-person]").dataset.person).catch(() => null);
  if (!store || (await store.fact("kept")) === kept) return;
  await store.setFact("kept", kept);
  list.dispatchEvent(new Event("kept", { bubbles: true }));
}
