// Acts on the whole sheet: to submit or to step back is asked for in a dialog, to withdraw is one touch.
import { recusal } from "./recusal.js";
import { open, submission } from "./submission.js";

export function acting(form, editor, settle) {
  const [submitting, recusing] = ["submission", "recusal"].map((id) => document.getElementById(id));
  submission(submitting, form);
  recusal(recusing);
  submitting.addEventListener("answer", (event) => editor.act("submit", event.detail));
  recusing.addEventListener("answer", (event) => editor.act("recuse", event.detail));

  // What was typed is kept before it is read back.
  async function ask(part) {
    await settle();
    await editor.keeping;
    if (part === "recuse") recusing.showModal();
    else open(submitting, form, editor.settled);
  }

  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-part='submit'], [data-part='recuse']");
    if (!link || editor.leaves(event)) return;
    event.preventDefault();
    ask(link.dataset.part);
  });
  document.querySelector("[data-part='withdraw']").addEventListener("submit", (event) => {
    if (editor.leaves(event)) return;
    event.preventDefault();
    editor.act("withdraw");
  });
}
