// What this tablet knows of each of its own sheets that was opened: for the list and the overview, which show
// what the server does not know yet. The entries are the truth; a record is what their page made of them.
import { done } from "./database.js";
import { standing, stateOf } from "./log.js";

export function record(draft, marks, total, entries) {
  const { sheet, seat, presenter, page } = draft;
  const given = Object.keys(marks).length;
  return { sheet, seat, presenter, page, marks, given, total, at: new Date().toISOString(), ...counted(entries, page) };
}

function counted(entries, page) {
  return {
    state: stateOf(standing(entries, page)),
    waiting: entries.filter((entry) => entry.state === "waiting").length,
  };
}

// Something became of entries, perhaps while their sheets' pages were closed.
export async function recount(entries, sheets, names) {
  for (const name of names) {
    const known = name && (await done(sheets.get(name)));
    if (known) sheets.put({ ...known, ...counted(await done(entries.index("sheet").getAll(name)), known.page) });
  }
}
