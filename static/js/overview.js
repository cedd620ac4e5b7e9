// One's own marks side by side, with what this tablet knows of its sheets and the page does not: what waits to
// be sent, and everything on a kept page. Sums are made of plain sums only; else the server's figures stay.
import { parse } from "./marks.js";
import { openStore } from "./store.js";
import { tabs } from "./tabs.js";
import { sum } from "./totals.js";

export default async function overview(element) {
  const { person, seat } = element.dataset;
  const store = await openStore(person).catch(() => null);
  if (!store) return;
  const shown = new Set();
  const news = ({ sheet, waiting }) => waiting || shown.has(sheet) || "kept" in document.documentElement.dataset;
  const show = async () => {
    const sheets = (await store.records()).filter((sheet) => sheet.seat === seat && news(sheet));
    for (const sheet of sheets) overlay(element, sheet), shown.add(sheet.sheet);
    if (sheets.length && sheets.every((sheet) => sheet.total !== null)) compare(element);
    element.querySelector("[data-part='news']").hidden = !sheets.some((sheet) => sheet.waiting);
  };
  tabs(person, show);
  await show();
}

function overlay(element, { presenter, marks, total, state, waiting }) {
  const head = element.querySelector(`[data-presenter="${presenter}"]`);
  if (!head) return;
  const badge = element.querySelector(`template[data-state="${state}"]`);
  if (badge) head.querySelector("[data-part='state']").replaceChildren(badge.content.cloneNode(true));
  for (const row of element.querySelectorAll("[data-items]")) {
    if (total === null && row.matches(".inner")) continue;
    const cell = row.querySelector(`[data-cell="${presenter}"]`);
    cell.toggleAttribute("data-unsent", waiting > 0);
    fill(cell, row.dataset.items.split(" ").map((item) => marks[item] ?? null), Number(row.dataset.full));
  }
}

function fill(cell, marks, full) {
  const given = marks.filter((mark) => mark !== null);
  const points = given.length ? sum(given) : null;
  cell.querySelector("[data-part='points']").textContent = points ?? "–";
  cell.querySelector("[data-part='gaps']").hidden = points === null || given.length === marks.length;
  cell.querySelector("rect").setAttribute("height", points === null ? 0 : (100 * Number(points)) / full);
}

// The order of the whole sheets by their total, and how far each item's marks lie apart.
function compare(element) {
  for (const row of element.querySelectorAll("[data-items]")) {
    const points = [...row.querySelectorAll("[data-cell]")].map(whole);
    const texts = points.filter((text) => text !== null).sort((one, other) => Number(one) - Number(other));
    row.querySelector("[data-part='spread']").textContent = texts.length > 1 ? `${texts[0]}–${texts.at(-1)}` : "";
    if (row.dataset.part === "total") place(element, points);
  }
}

export function whole(cell) {
  const text = cell.querySelector("[data-part='points']").textContent;
  return cell.querySelector("[data-part='gaps']").hidden && parse(text) !== null ? text : null;
}

function place(element, totals) {
  const higher = (total) => totals.filter((other) => other !== null && parse(other) > parse(total)).length;
  element.querySelectorAll("[data-part='places'] [data-cell]").forEach((cell, column) => {
    cell.textContent = totals[column] === null ? "–" : higher(totals[column]) + 1;
  });
}
