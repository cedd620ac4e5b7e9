// The score sheet with script: each change is kept on this tablet first, then shown, then sent.
// Where the browser keeps nothing, the page stays the plain form that it is.
import { Editor } from "./editor.js";
import { say } from "./status.js";
import { openStore } from "./store.js";

const PAUSE = { mark: 700, comment: 1500 };

export default async function sheet(form) {
  if (!isSecureContext) return say(form, "unkept"); // no UUIDs, no locks
  let editor;
  try {
    editor = new Editor(form, await openStore(form.dataset.person));
  } catch {
    return say(form, "unkept");
  }
  const timers = new Map();

  function typed(name, pause) {
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(() => settle(name), pause));
  }

  // What was typed but is not kept yet is kept now.
  function settle(...names) {
    return Promise.all(names.map((name) => (clearTimeout(timers.get(name)), timers.delete(name), editor.keep(name))));
  }

  // A submission is asked for once the server has everything.
  async function leave(link) {
    await settle(...timers.keys());
    await editor.keeping;
    await editor.sender.drain();
    if (editor.waiting.length) return link.setAttribute("aria-disabled", "true");
    location.assign(link.href);
  }

  form.addEventListener("click", (event) => {
    const [tap, link] = [event.target.closest(".tap"), event.target.closest("[data-part='submit']")];
    if (editor.broken || !(tap || link)) return;
    event.preventDefault();
    if (link) leave(link);
    else editor.keep(`mark-${tap.dataset.item}`, tap.dataset.mark);
  });
  form.addEventListener("input", ({ target: { name } }) => typed(name, PAUSE[name.split("-")[0]]));
  form.addEventListener("change", ({ target: { name } }) => settle(name));
  form.addEventListener("submit", (event) => {
    if (editor.broken || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    settle(...timers.keys());
  });
  document.addEventListener("visibilitychange", () => settle(...timers.keys()));
  addEventListener("pagehide", () => settle(...timers.keys()));
  addEventListener("pageshow", (event) => event.persisted && navigator.onLine && location.reload());
  form.querySelector("[data-part='save']").hidden = true;
  await editor.show();
  editor.sender.drain();
}
