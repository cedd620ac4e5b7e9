// Cards dragged by mouse or finger, with Debian's Sortable. A finger on the handle drags at once, elsewhere
// after a moment: a swipe still scrolls.
import { drop, order } from "./board-order.js";

const MOMENT = 250;

export default function drag(part, board) {
  const Sortable = window.Sortable;
  if (!Sortable || !part.querySelector("[data-presenter]")) return () => {};
  let before;
  const sortables = [...part.querySelectorAll("[data-part='list']")].map((list) =>
    Sortable.create(list, {
      group: list.dataset.round,
      draggable: "[data-presenter]",
      filter: ".act",
      preventOnFilter: false,
      forceFallback: true, // the same by mouse and by finger
      fallbackOnBody: true,
      fallbackTolerance: 5,
      delay: MOMENT,
      delayOnTouchOnly: true,
      touchStartThreshold: 5,
      scrollSensitivity: 60,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      ghostClass: "plan-held",
      onStart() {
        before = order(part, list.dataset.round);
        board.hold(true);
      },
      onEnd({ item, to, newDraggableIndex: place, originalEvent }) {
        drop(board, before, item, to, place, originalEvent?.shiftKey);
        board.hold(false);
      },
    }),
  );
  function grip({ target }) {
    for (const each of sortables) each.option("delay", target.closest("[data-part='handle']") ? 0 : MOMENT);
  }
  part.addEventListener("pointerdown", grip, true);
  return () => {
    part.removeEventListener("pointerdown", grip, true);
    for (const each of sortables) each.destroy();
  };
}
