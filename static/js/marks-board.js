// A board of sheets that follows its stream: <div data-behaviour="marks-board" data-live="URL of the stream"
// data-page="its own" data-shape="…">. A frame brings parts by key, the first one all of them, later ones those
// that are new; where rows or columns came or went, the whole board is fetched anew. On the page, [data-connection] says whether the server is heard, and if not, since when.
import { put } from "./marks-parts.js";
import { time } from "./status.js";
import { follow } from "./stream.js";

const SOON = 1_000; // not all boards of a hall at one moment

export default function marksBoard(board) {
  const said = connection();
  let wanted = null;
  let timer;
  follow(
    board.dataset.live,
    (frame) => {
      clearTimeout(timer);
      wanted = frame.shape === wanted?.shape ? { ...frame, parts: { ...wanted.parts, ...frame.parts } } : frame;
      if (frame.shape === board.dataset.shape) show(board, frame.parts);
      else timer = setTimeout(() => renew(board).then(() => show(board, wanted.parts)), Math.random() * SOON);
    },
    said,
  );
}

function show(board, parts) {
  for (const part of board.querySelectorAll("[data-part]")) {
    if (part.dataset.part in parts) put(part, parts[part.dataset.part]);
  }
}

async function renew(board) {
  const response = await fetch(board.dataset.page, { cache: "no-cache" }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector('[data-behaviour="marks-board"]');
  if (!fresh) return;
  board.dataset.shape = fresh.dataset.shape;
  board.replaceChildren(...fresh.childNodes);
}

function connection() {
  const place = document.querySelector("[data-connection]");
  const lost = place?.querySelector('[data-heard="false"]');
  let heardAt = new Date();
  return (heard) => {
    if (!place) return;
    if (heard) heardAt = new Date();
    else lost.querySelector(".badge > span").textContent = lost.dataset.words.replace("{time}", time(heardAt));
    place.hidden = false;
    for (const each of place.querySelectorAll("[data-heard]")) each.hidden = each.dataset.heard !== String(heard);
  };
}
