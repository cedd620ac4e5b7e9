// Cards moved by keyboard: Enter or Space on the handle picks one up and puts it down, arrows move it.
import { cards, drop, lists, order } from "./board-order.js";

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export default function keys(part, board) {
  let [card, before] = [null, null];
  const list = () => card.closest("[data-part='list']");
  const place = () => cards(list()).indexOf(card);
  const facts = () => {
    const { name: zone } = list().dataset;
    return { name: card.dataset.name, zone, place: place() + 1, count: cards(list()).length };
  };

  function hold(picked) {
    card = picked;
    before = order(part, list().dataset.round);
    card.classList.add("plan-held");
    card.querySelector("[data-part='handle']").setAttribute("aria-pressed", "true");
    board.hold(true);
    board.tell("picked", facts());
  }

  function step([across, down]) {
    const columns = lists(part, list().dataset.round);
    const to = columns[columns.indexOf(list()) + across];
    const others = to ? cards(to).filter((each) => each !== card) : [];
    const next = place() + down;
    if (!to || next < 0 || (!across && next > others.length)) return;
    if (others[next]) others[next].before(card);
    else to.append(card);
    card.querySelector("[data-part='handle']").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    board.tell("place", facts());
  }

  function release(swap) {
    const [held, to, at, found] = [card, list(), place(), facts()];
    card = null;
    if (!drop(board, before, held, to, at, swap)) {
      board.restore();
      board.tell("place", found);
    }
    board.hold(false);
  }

  function cancel() {
    const found = facts();
    card = null;
    board.restore();
    board.hold(false);
    board.tell("back", found);
  }

  part.addEventListener("keydown", (event) => {
    const press = event.key === "Enter" || event.key === " ";
    const handle = event.target.closest("[data-part='handle']");
    if (!handle || part.hasAttribute("aria-busy") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (card && event.key === "Tab") return cancel();
    if (!press && !(card && (STEPS[event.key] || event.key === "Escape"))) return;
    event.preventDefault();
    if (!card) hold(handle.closest("[data-presenter]"));
    else if (press) release(event.shiftKey);
    else if (event.key === "Escape") cancel();
    else step(STEPS[event.key]);
  });
  document.addEventListener("pointerdown", () => card && cancel());
}
