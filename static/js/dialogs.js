// A dialog that asks before an act on the sheet: opened by its link, left by Esc or "go back". The answer is kept
// as an entry; one that is missing is asked for again.
export function asking(dialog, answered) {
  const form = dialog.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = answered(form);
    if (answer === undefined) return;
    dialog.close();
    dialog.dispatchEvent(new CustomEvent("answer", { detail: answer }));
  });
  dialog.querySelector("[data-part='close']").addEventListener("click", () => dialog.close());
}

// What is wrong with a dialog's field, in the server's words; nothing if `word` is none.
export function fault(form, id, word) {
  const line = form.querySelector(`[id="${id}-error"]`);
  const field = form.querySelector(`[id="${id}"]`);
  line.hidden = !word;
  line.lastElementChild.textContent = word ? line.parentElement.dataset[word] : "";
  if (word) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  field.setAttribute("aria-describedby", line.id);
  if (word) (field.matches("textarea") ? field : field.querySelector("input")).focus();
}
