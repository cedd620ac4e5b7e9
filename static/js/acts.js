// A sheet's standing on the page: the parts that belong to it are shown, its fields are open or locked, and an
// act that was not taken says why.
import { fate, lastTaken, standing, takesMarks } from "./log.js";
import { fill, time } from "./status.js";

const all = (selector) => document.querySelectorAll(selector);

// Resolves what became of the last act, if it was not taken.
export function show(form, entries, page) {
  const now = standing(entries, page);
  const failed = fate(entries, page);
  for (const part of all("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(now);
  for (const part of all("[data-fate]")) part.hidden = part.dataset.fate !== failed?.state;
  for (const part of all("[data-part='reason']")) part.textContent = failed?.reason ?? "";
  const taken = lastTaken(entries, page);
  if (taken && now === "submitted") said(form, taken.receivedAt);
  lock(form, !takesMarks(now));
  return failed;
}

function said(form, at) {
  const facts = { time: time(at), total: form.querySelector("[data-part='grand-total']").value };
  for (const part of all("[data-part='submitted']")) fill(part, facts);
}

function lock(form, locked) {
  for (const tap of form.querySelectorAll(".tap")) tap.disabled = locked;
  for (const field of form.querySelectorAll("[name^='mark-'], [name^='comment-']")) field.readOnly = locked;
}

// The standing is read out, and in sight, after an act of this page.
export function face() {
  document.querySelector("[data-part='standing']").focus();
}
