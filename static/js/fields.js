// A sheet's fields on the page, by name ("mark-1.1", "comment-2"): their value, their tick and their fault.
const named = (form, name) => form.elements.namedItem(name);

export function names(form) {
  return [...form.querySelectorAll("input[name^='base-']")].map((base) => base.name.slice("base-".length));
}

// The act and the node of the entry that a field's change becomes.
export function key(name) {
  const dash = name.indexOf("-");
  return [name.slice(0, dash), name.slice(dash + 1)];
}

export function base(form, name) {
  return named(form, `base-${name}`).value || null;
}

// What the field holds, as an entry would say it; undefined where that is no mark.
export function value(form, name, taken) {
  const field = named(form, name);
  const text = field.value.trim();
  if (!text) return null;
  return "max" in field.dataset ? (taken(text, field.dataset.max, field.dataset.step) ?? undefined) : text;
}

export function fill(form, name, value) {
  const field = named(form, name);
  if (field.value.trim() !== (value ?? "")) field.value = value ?? "";
  press(form, name);
}

// Of a pad's buttons the one whose mark the box holds.
export function press(form, name) {
  const field = named(form, name);
  for (const tap of form.querySelectorAll(`.tap[data-item="${field.dataset.item}"]`)) {
    tap.setAttribute("aria-pressed", tap.dataset.mark === field.value);
  }
}

export function focused(form, name) {
  return document.activeElement === named(form, name);
}

// What became of the field's last entry: kept, stored, stale, late, refused; where that asks for it, in words.
export function tick(form, name, state, words) {
  const mark = form.querySelector(`[data-tick="${name}"]`);
  if (!mark || mark.dataset.state === state) return;
  const [before, now] = [words[`note-${mark.dataset.state}`], words[`note-${state}`]];
  if (before || now) say(name, now);
  mark.dataset.state = state;
  mark.firstElementChild.textContent = words[`tick-${state}`] ?? "";
}

export function words(form, name) {
  return named(form, name).dataset.fault;
}

export function fault(form, name, text) {
  const field = named(form, name);
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  say(name, text);
}

// The line below a field.
function say(name, text) {
  const line = document.getElementById(`${name}-error`);
  if (!line) return;
  line.hidden = !text;
  line.lastElementChild.textContent = text ?? "";
}
