// The last look at a sheet before it is submitted, as this tablet has it: all marks, the gaps, and the question
// which amphoe was heard.
import { asking, fault } from "./dialogs.js";
import { taken } from "./marks.js";
import { names, value } from "./fields.js";

export function submission(dialog, form) {
  asking(dialog, (asked) => {
    const heard = new FormData(asked).get("heard");
    const wrong = !heard ? "none" : heard !== form.dataset.presenter ? "other" : null;
    fault(asked, "heard", wrong);
    return wrong ? undefined : { marks: marks(form), heard };
  });
  dialog.addEventListener("click", (event) => goTo(event, dialog));
}

const number = (name) => name.slice("mark-".length);

export function marks(form) {
  const items = names(form).filter((name) => name.startsWith("mark-"));
  const given = items.map((name) => [number(name), value(form, name, taken)]);
  return Object.fromEntries(given.filter(([, mark]) => mark != null));
}

// `settled`: no field holds two answers.
export function open(dialog, form, settled) {
  const given = marks(form);
  const gaps = names(form).filter((name) => name.startsWith("mark-") && !(number(name) in given)).map(number);
  const ask = gaps.length ? "gaps" : settled ? "heard" : "answers";
  for (const part of dialog.querySelectorAll("[data-ask]")) part.hidden = part.dataset.ask !== ask;
  dialog.querySelector(".gaps").replaceChildren(...gaps.map(gap));
  read(dialog, form, given);
  const asked = dialog.querySelector("form");
  asked.reset();
  fault(asked, "heard", null);
  dialog.showModal();
  dialog.scrollTo(0, 0);
}

function gap(item) {
  const [line, link] = [document.createElement("li"), document.createElement("a")];
  link.href = `#indicator-${item}`;
  link.textContent = `${item} ${document.getElementById(`item-${item}`).textContent}`;
  line.append(link);
  return line;
}

// What the form shows, read back.
function read(dialog, form, given) {
  const totals = form.querySelectorAll("[data-part='total']");
  const total = form.querySelector("[data-part='grand-total']").value;
  const shown = { ...given, "": total, ...Object.fromEntries([...totals].map((each) => [each.dataset.item, each.value])) };
  for (const cell of dialog.querySelectorAll("[data-read]")) cell.textContent = shown[cell.dataset.read] ?? "–";
  for (const line of dialog.querySelectorAll("[data-said]")) {
    line.textContent = form.elements.namedItem(`comment-${line.dataset.said}`)?.value.trim() ?? "";
    line.hidden = !line.textContent;
  }
  dialog.querySelector("[data-part='submission-total']").textContent = total;
}

// A gap leads to its item.
function goTo(event, dialog) {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  dialog.close();
  document.getElementById(link.hash.slice(1)).querySelector(".tap, input").focus();
}
