// Puts a part of a board in the place of its former self, without taking anything out of somebody's hands: what
// is unfolded stays so, a form that is being filled in stays as it is, and the focus where it was. What reads
// the same is left alone; what is new is shown so for a moment.
const FRESH = 2_500;
const FOCUSABLE = "a, button, input, select, textarea, summary";

const shown = new WeakMap();

export function put(part, html) {
  if (shown.get(part) === html) return;
  shown.set(part, html);
  const next = document.createElement("template");
  next.innerHTML = html;
  const token = document.querySelector('input[name="csrf_token"]')?.value ?? "";
  for (const input of next.content.querySelectorAll('input[name="csrf_token"]')) input.setAttribute("value", token);
  if (next.innerHTML === settled(part)) return;
  const focus = index(part, document.activeElement);
  unfold(part, next.content);
  keepForms(part, next.content);
  part.replaceChildren(...next.content.childNodes);
  if (focus >= 0) part.querySelectorAll(FOCUSABLE)[focus]?.focus({ preventScroll: true });
  mark(part);
}

// As the server wrote it: unfolded by hand is no difference.
function settled(part) {
  const copy = part.cloneNode(true);
  for (const details of copy.querySelectorAll("details[open]")) details.removeAttribute("open");
  const plain = document.createElement("template");
  plain.innerHTML = copy.innerHTML;
  return plain.innerHTML;
}

const index = (part, element) => [...part.querySelectorAll(FOCUSABLE)].indexOf(element);

function unfold(before, after) {
  const here = [...before.querySelectorAll("details")];
  for (const [place, details] of [...after.querySelectorAll("details")].entries()) {
    if (here[place]?.open) details.open = true;
  }
}

// A form is known by its address. Whoever is at work in one decides on what it shows.
function keepForms(before, after) {
  for (const form of before.querySelectorAll("form")) {
    if (!atWork(form)) continue;
    const same = [...after.querySelectorAll("form")].find((each) => address(each) === address(form));
    same?.replaceWith(form);
  }
}

const address = (form) => form.getAttribute("action");

const atWork = (form) =>
  "refused" in form.dataset || form.contains(document.activeElement) || [...form.elements].some(changed);

const changed = (field) =>
  ("defaultChecked" in field && field.type === "checkbox" && field.checked !== field.defaultChecked) ||
  (typeof field.defaultValue === "string" && field.type !== "hidden" && field.value !== field.defaultValue);

function mark(part) {
  part.classList.add("fresh");
  clearTimeout(part.freshUntil);
  part.freshUntil = setTimeout(() => part.classList.remove("fresh"), FRESH);
}
