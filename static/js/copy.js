// Copies the text of the box; where the browser lets no page write to the clipboard, it is selected instead.
export default function copy(element) {
  const [box, button, said] = ["textarea", "[data-part=copy]", "[data-part=copied]"].map((each) =>
    element.querySelector(each),
  );
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
      said.textContent = said.dataset.copied;
    } catch {
      said.textContent = said.dataset.selected;
    }
  });
}
