// The order in which amphoe stand side by side, without asking the server: it may be out of reach.
import { whole } from "./overview.js";

export default function order(nav) {
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("[data-by]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const table of document.querySelectorAll(".levels table")) arrange(table, link.dataset.by);
    for (const each of nav.querySelectorAll("[data-by]")) {
      each.classList.toggle("button-primary", each === link);
      if (each === link) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    history.replaceState(null, "", link.href);
  });
}

function arrange(table, by) {
  const heads = [...table.querySelectorAll("[data-presenter]")];
  const worth = new Map(heads.map((head) => [head.dataset.presenter, by === "slot" ? Number(head.dataset.start) : rank(table, head)]));
  const order = [...worth.keys()].sort((one, other) => worth.get(one) - worth.get(other));
  for (const row of table.rows) {
    const cells = new Map([...row.cells].map((cell) => [cell.dataset.cell ?? cell.dataset.presenter, cell]));
    row.lastElementChild.before(...order.map((presenter) => cells.get(presenter)));
  }
}

// By total, the highest first; a sheet with gaps after all that are whole.
function rank(table, head) {
  const cell = table.querySelector(`[data-part="total"] [data-cell="${head.dataset.presenter}"]`);
  const points = Number(cell.querySelector("[data-part='points']").textContent) || 0;
  return (whole(cell) === null ? 1e15 : 0) - points;
}
