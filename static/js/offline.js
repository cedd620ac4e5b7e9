// On each page that a tablet keeps: has the worker installed that keeps it, and says so where this is the
// kept one. Without a secure context, or where workers are refused, pages come from the network alone.
export default function offline(said) {
  const words = said.querySelector(".lines");
  words.textContent = words.textContent.replace("{time}", said.dataset.asOf);
  said.hidden = !("kept" in document.documentElement.dataset);
  if (isSecureContext) navigator.serviceWorker?.register(said.dataset.worker).catch(() => {});
}
