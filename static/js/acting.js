// Acts on the whole sheet: to submit or to step back is asked for in a dialog, to withdraw is one touch. After
// each nothing can be touched for a moment: a second touch was meant for what stood there before.
import { recusal } from "./recusal.js";
import { open, submission } from "./submission.js";

const MOMENT = 700;

export function acting(form, editor, settle) {
  const [submitting, recusing] = ["submission", "recusal"].map((id) => document.getElementById(id));
  submission(submitting, form);
  recusal(recusing);
  const withdrawing = document.querySelector("[data-part='withdraw']");
  submitting.addEventListener("answer", (event) => act("submit", event.detail));
  recusing.addEventListener("answer", (event) => act("recuse", event.detail));

  async function act(name, detail) {
    still(true);
    await editor.act(name, detail);
    setTimeout(still, MOMENT, false);
  }

  function still(inert) {
    for (const part of [form, withdrawing]) part.inert = inert;
  }

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
  withdrawing.addEventListener("submit", (event) => {
    if (editor.leaves(event)) return;
    event.preventDefault();
    act("withdraw");
  });
}
