// One stream of frames: opened again by itself, also when it fell silent (a tablet that left the Wi-Fi is
// told nothing), and closed while nobody sees the page: a browser has six connections to a server in all.
const SILENCE = 25_000; // the server says something every 10 seconds
const AGAIN = 5_000;

// `show` gets each frame; `told` gets true or false as the server is heard or lost.
export function follow(url, show, told = () => {}) {
  if (!("EventSource" in window)) return;
  let source = null;
  let timer;

  const later = (act, delay) => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };
  const heard = () => {
    told(true);
    later(lost, SILENCE);
  };
  const lost = () => {
    told(false);
    open();
  };
  const failed = () => {
    told(false);
    // Refused (503: too many streams) or cut: a browser comes back by itself only from the latter.
    later(open, source.readyState === EventSource.CLOSED ? AGAIN + Math.random() * AGAIN : SILENCE);
  };

  function open() {
    close();
    source = new EventSource(url);
    source.onmessage = (event) => {
      heard();
      show(JSON.parse(event.data));
    };
    source.addEventListener("beat", heard);
    source.onopen = heard;
    source.onerror = failed;
  }
  function close() {
    clearTimeout(timer);
    source?.close();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("online", open);
  window.addEventListener("offline", () => told(false));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  if (!document.hidden) open();
}
