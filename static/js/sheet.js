// The score sheet with script: each change is kept on this tablet first, then shown, then sent.
// Where the browser keeps nothing, the page stays the plain form that it is.
import { acting } from "./acting.js";
import { greet } from "./contact.js";
import { openDraft } from "./draft.js";
import { Editor } from "./editor.js";
import { pads } from "./pads.js";
import { renew } from "./renew.js";
import { say } from "./status.js";
import { openStore } from "./store.js";
import { typing } from "./typing.js";
import { show } from "./view.js";
import { checkStorage } from "./warnings.js";

export default async function sheet(form) {
  const { person, device } = form.dataset;
  let editor;
  try {
    editor = new Editor(form, await openDraft(form, await openStore(person, device)));
  } catch {
    return say(form, "unkept");
  }
  const settle = typing(form, editor);

  form.addEventListener("click", (event) => {
    const tap = event.target.closest(".tap");
    if (!tap || editor.leaves(event)) return;
    event.preventDefault();
    editor.keep(`mark-${tap.dataset.item}`, tap.dataset.mark);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction") || editor.leaves(event)) return;
    event.preventDefault();
    settle();
  });
  // What takes no marks here the chair may have returned meanwhile.
  const again = () => !document.hidden && editor.resting && renew();
  document.addEventListener("visibilitychange", again);
  addEventListener("online", again);
  addEventListener("pageshow", (event) => event.persisted && renew());
  acting(form, editor, settle);
  pads(form);
  form.querySelector("[data-part='save']").hidden = true;
  checkStorage();
  await show(editor);
  greet(editor.sender);
  editor.sender.drain();
}
