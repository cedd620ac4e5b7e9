// Typing a paper sheet: Enter goes to the next number, and from the last on as Enter always does.
export default function paper(form) {
  const boxes = [...form.querySelectorAll(".paper-mark input")];
  (boxes.find((box) => box.getAttribute("aria-invalid") || !box.value) ?? boxes[0]).focus();
  form.addEventListener("keydown", (event) => {
    const next = boxes[boxes.indexOf(event.target) + 1];
    if (event.key !== "Enter" || !next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
}
