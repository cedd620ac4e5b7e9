// How to read a sheet's entries: what its page, as the server made it, does not show yet, and how the sheet
// stands by its author's acts. `page`: the state that the server showed, when, and `since`, the last entry by then.
const BECOMES = {
  submit: { waiting: "submitting", stored: "submitted" },
  withdraw: { waiting: "withdrawn", stored: "withdrawn" },
  recuse: { waiting: "recusing", stored: "recused" },
};
// The states of a sheet that those words stand for.
const STATES = { submitting: "submitted", withdrawn: "draft", recusing: "recused" };

export const stateOf = (standing) => STATES[standing] ?? standing;

export const takesMarks = (standing) => ["draft", "returned"].includes(stateOf(standing));

const isAnswered = (entry, moment) => Date.parse(entry.receivedAt) <= Date.parse(moment);

// The counter of the last entry that a page knew of when it was made.
export function since(entries, rendered) {
  return Math.max(0, ...entries.filter((entry) => isAnswered(entry, rendered)).map((entry) => entry.counter));
}

// A refusal stays news: no page of the server tells of it.
export function isNews(entry, page) {
  if (["waiting", "refused"].includes(entry.state) || entry.counter > page.since) return true;
  return !isAnswered(entry, page.rendered);
}

// Each act that was not refused says by itself how the sheet stands: the last one counts.
export function lastTaken(entries, page) {
  return entries.filter((entry) => BECOMES[entry.act]?.[entry.state] && isNews(entry, page)).pop();
}

export function standing(entries, page) {
  const taken = lastTaken(entries, page);
  return taken ? BECOMES[taken.act][taken.state] : page.state;
}

// The last act, if it was not taken and its sheet does not stand as it wanted to anyway.
export function fate(entries, page) {
  const last = entries.filter((entry) => entry.act in BECOMES).pop();
  if (!last || !["refused", "late"].includes(last.state) || !isNews(last, page)) return null;
  const wanted = stateOf(BECOMES[last.act].stored);
  return wanted === stateOf(standing(entries, page)) ? null : last;
}
