// Running totals of a sheet whose tree is plain sums; a criterion's indicators stand inside its section.
import { parse, taken, write } from "./marks.js";

export function sum(marks) {
  return write(marks.reduce((total, mark) => total + (parse(mark) ?? 0n), 0n));
}

const boxes = (part) => [...part.querySelectorAll("input[data-item]")];

// What counts of a box: a mark that could be stored.
const counted = (part) =>
  boxes(part).map((box) => taken(box.value, box.dataset.max, box.dataset.step)).filter((mark) => mark !== null);

// `changed`: whether the page holds what the server did not add up yet.
export function show(form, changed) {
  if (!("sums" in form.dataset)) return changed && hide(form);
  for (const output of form.querySelectorAll('[data-part="total"]')) {
    output.value = sum(counted(output.closest("section")));
  }
  form.querySelector('[data-part="grand-total"]').value = sum(counted(form));
  form.querySelector('[data-part="done"]').value = counted(form).length;
}

// Other trees than plain sums are reckoned by the server alone.
function hide(form) {
  for (const output of form.querySelectorAll('[data-part="total"], [data-part="grand-total"]')) output.value = "–";
  form.querySelector('[data-part="done"]').value = counted(form).length;
}
