// Presses of the day: without a server in reach the page stays and says that nothing was noted.
export default function day(element) {
  let sending = false;
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    try {
      const answer = await fetch(element.dataset.probe, { cache: "no-store", signal: AbortSignal.timeout(8_000) });
      if (!answer.ok) throw new Error(answer.statusText);
      event.target.submit();
    } catch {
      sending = false;
      const unreached = element.querySelector("[data-part=unreached]"); // live.js may have renewed it
      unreached.hidden = false;
      unreached.scrollIntoView({ block: "center" });
    }
  });
  window.addEventListener("pageshow", () => (sending = false));
}
