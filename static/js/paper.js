// Typing a paper sheet: Enter goes to the next number, and from the last on as Enter always does. Where
// marks are whole and below ten one key is a mark, and goes on by itself.
import { parse, taken, write } from "./marks.js";

const SINGLE = /^[0-9๐-๙]$/;

const single = (box) => parse(box.dataset.step) >= parse("1") && parse(box.dataset.max) < parse("10");

// What was typed so far, to be held against the total on the paper.
function show(output, boxes) {
  const marks = boxes.map((box) => taken(box.value, box.dataset.max, box.dataset.step));
  output.value = write(marks.reduce((total, mark) => total + (parse(mark ?? "") ?? 0n), 0n));
}

export default function paper(form) {
  const boxes = [...form.querySelectorAll(".paper-mark input")];
  const marks = boxes.filter((box) => box.dataset.max);
  const running = form.querySelector('[data-part="running"]');
  const next = (box) => boxes[boxes.indexOf(box) + 1];
  const go = (box) => {
    box.focus();
    box.select();
  };
  const wanted = boxes.find((box) => box.getAttribute("aria-invalid")) ?? marks.find((box) => !box.value);
  (wanted ?? boxes[0])?.focus();
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !next(event.target) || !boxes.includes(event.target)) return;
    event.preventDefault();
    go(next(event.target));
  });
  form.addEventListener("input", ({ target, inputType }) => {
    if (running) show(running, marks);
    const typed = marks.includes(target) && inputType === "insertText" && SINGLE.test(target.value);
    if (typed && single(target) && next(target)) go(next(target));
  });
  if (running) {
    running.parentElement.hidden = false;
    show(running, marks);
  }
}
