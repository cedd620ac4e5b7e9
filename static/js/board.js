// The plan's board. Each act saves at once, and the board that the server answers with replaces this one;
// what failed is put back. The same forms work without script.
import drag from "./board-drag.js";
import keep from "./board-keep.js";
import keys from "./board-keys.js";
import speaker from "./board-said.js";

const PATIENCE = 20_000;

export default function board(root) {
  const part = root.querySelector("[data-part='board']");
  const { say, tell, text } = speaker(root);
  let [shown, busy, held, latest, undrag] = [part.innerHTML, false, false, 0, () => {}];
  const revision = () => Number(part.querySelector("[data-revision]").dataset.revision);

  function render(html) {
    undrag();
    keep(part, () => {
      part.innerHTML = html;
      for (const each of part.querySelectorAll("[data-part='handle'], [data-part='help']")) each.hidden = false;
    });
    undrag = drag(part, api);
  }

  async function ask(url, options = {}) {
    if (busy) return;
    busy = true;
    part.setAttribute("aria-busy", "true");
    const how = { ...options, headers: { "X-Part": "board" }, signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(url, how).then((it) => it.text()).catch(() => null);
    const page = new DOMParser().parseFromString(answer ?? "", "text/html");
    const told = page.querySelector("[data-revision]");
    busy = false;
    part.removeAttribute("aria-busy");
    render(told ? answer : shown);
    if (answer === null) return tell("failed");
    if (!told) return say(page.querySelector("[role='alert']")?.textContent ?? text.refused);
    say(...part.querySelector("[data-part='told']").children);
    shown = part.innerHTML;
    refresh();
  }

  function send(form, action, fields = {}) {
    form.action = action;
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    return ask(action, { method: "POST", body: new FormData(form) });
  }

  // Somebody else changed the plan; not while a card is in the hand.
  function refresh() {
    if (busy || held || latest <= revision()) return;
    latest = 0;
    ask(`${root.dataset.url}?since=${revision()}`);
  }

  const api = {
    tell,
    hold: (now) => ((held = now), refresh()),
    restore: () => render(shown),
    move: (card, zone, position) => send(part.querySelector("[data-part='move']"), `${card.dataset.url}/move`, { zone, position }),
    swap: (card, other) => send(part.querySelector("[data-part='swap']"), `${card.dataset.url}/swap`, { other }),
  };

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, event.target.action);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || held) return;
    event.preventDefault();
    document.getElementById(event.shiftKey ? "redo" : "undo")?.click();
  });
  document.addEventListener("panel:plan", ({ detail }) => {
    latest = Math.max(latest, detail.revision);
    refresh();
  });
  keys(part, api);
  render(shown);
}
