// Where cards stand. Breaks and free time are in the lists too, but are no cards.
export const lists = (part, round) => [...part.querySelectorAll(`[data-part='list'][data-round='${round}']`)];
export const cards = (list) => [...list.querySelectorAll("[data-presenter]")];
export const order = (part, round) => new Map(lists(part, round).map((list) => [list, cards(list)]));

// Put a card down at a place (from 0) of a list, as `before` had it: nothing where it was, a swap with
// whoever was there if that is wanted, else a move.
export function drop(board, before, card, list, place, swap) {
  if (before.get(list)[place] === card) return false;
  const other = swap && before.get(list)[place];
  if (other) board.swap(card, other.dataset.presenter);
  else board.move(card, list.dataset.zone, place + 1);
  return true;
}
