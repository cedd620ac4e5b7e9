// The page of a sheet, made to agree with what this tablet keeps of it.
import { show as showActs } from "./acts.js";
import { tell } from "./asks.js";
import { guard } from "./closing.js";
import * as fields from "./fields.js";
import { standing, takesMarks } from "./log.js";
import { record } from "./records.js";
import { renew } from "./renew.js";
import { show as showStatus } from "./status.js";
import { marks } from "./submission.js";
import { show as showTotals } from "./totals.js";
import { show as showWarnings } from "./warnings.js";

export async function show(editor) {
  const { form, draft, sender } = editor;
  const entries = await draft.entries();
  const news = draft.latest(entries);
  const [latest, waiting] = [[...news.values()], entries.filter((entry) => entry.state === "waiting")];
  for (const entry of latest) showField(editor, entry);
  showTotals(form, latest.length);
  const failed = showActs(form, entries, draft.page);
  if (!editor.broken) showStatus(form, waiting, latest, sender, failed);
  showWarnings(sender, latest);
  guard(waiting.length);
  editor.settled = !latest.some((entry) => entry.state === "stale") && !form.querySelector(".conflict");
  await draft.store.note(record(draft, marks(form), total(form), entries)).catch(() => undefined); // the entries are kept
  const open = takesMarks(standing(entries, draft.page));
  tell(editor, open);
  editor.resting = !waiting.length && !open;
  // Of a server that was restored the page does not know what it holds.
  if (sender.restored && !waiting.length) renew();
}

function showField({ form, draft, kept, words }, entry) {
  const { name, state, value, reason } = entry;
  if (draft.adopts(entry) && !fields.focused(form, name)) {
    fields.fill(form, name, value);
    kept.set(name, value);
  }
  fields.tick(form, name, state, words);
  if (state === "refused") fields.fault(form, name, reason);
}

const total = (form) => ("sums" in form.dataset ? form.querySelector("[data-part='grand-total']").value : null);
