// What chairs ask of this judge, as the answer to a sign of life told it last: sheets that they reminded of, and
// sheets that came back since the page was made.
import { time } from "./status.js";
import { warn } from "./warnings.js";

const IN = ["submitted", "confirmed"];

// On the list, a line each; until something was told, those of the page stand.
export function list(root, asks) {
  if (!asks) return;
  const lines = asks.map((asked) => line(root, asked)).filter(Boolean);
  const place = root.querySelector("[data-part='asked']");
  if (place.textContent !== lines.map((each) => each.textContent).join("")) place.replaceChildren(...lines);
  root.querySelector("[data-part='asks']").hidden = !lines.length;
}

function line(root, { sheet, ask, at }) {
  const own = root.querySelector(`[data-sheet="${CSS.escape(sheet)}"]`);
  const link = own?.closest("li").querySelector("a");
  if (!link || IN.includes(own.dataset.state)) return null;
  const made = root.querySelector(`template[data-ask="${ask}"]`).content.firstElementChild.cloneNode(true);
  made.querySelector("a").href = link.href;
  made.querySelector("a").textContent = link.textContent;
  made.lastElementChild.textContent = made.lastElementChild.textContent.replace("{time}", time(at));
  return made;
}

// On a sheet's page; `open`: it takes marks.
export function tell({ draft, sender }, open) {
  const asks = sender.contact.asks ?? [];
  const own = asks.find(({ sheet }) => sheet === draft.sheet);
  const back = own?.ask === "return" && Date.parse(own.at) > Date.parse(draft.page.rendered);
  warn("reminded", open && own?.ask === "remind");
  warn("asked", asks.some(({ sheet }) => sheet !== draft.sheet));
  document.querySelector("[data-part='back']").hidden = open || !back;
}
