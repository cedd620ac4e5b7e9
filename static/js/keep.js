// Asks the worker to keep the pages that a judge's list leads to, and again whenever it was drawn anew.
export default function keep(list) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const ask = async () => {
    const { active } = await workers.ready;
    const sheets = [...list.querySelectorAll("a")].map((link) => link.pathname);
    active.postMessage([location.pathname, list.dataset.keep, ...sheets]);
  };
  new MutationObserver(ask).observe(list, { childList: true });
  ask();
}
