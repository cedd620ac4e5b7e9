// Dividing amphoe into zones: one is dragged to another zone's hall or list, or its box is set; the server then
// draws map, lists and figures anew. Without script a button does that.
export default function zoning(form) {
  form.addEventListener("pointerdown", (event) => {
    const held = event.target.closest("[data-presenter]");
    if (held && event.button === 0) drag(form, held, event);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("select[name^='zone-']")) show(form);
  });
}

function drag(form, held, start) {
  start.preventDefault();
  held.setPointerCapture(start.pointerId);
  held.classList.add("held");
  // In a picture that is scaled a pixel of the screen is not one of its own.
  const scale = held.ownerSVGElement?.getScreenCTM().a ?? 1;
  let over = null;

  function move(event) {
    const [x, y] = [(event.clientX - start.clientX) / scale, (event.clientY - start.clientY) / scale];
    held.style.translate = `${x}px ${y}px`;
    const below = zoneAt(event.clientX, event.clientY);
    if (below === over) return;
    over?.classList.remove("over");
    below?.classList.add("over");
    over = below;
  }

  function end(event) {
    for (const [name, listener] of listeners) held.removeEventListener(name, listener);
    held.classList.remove("held");
    held.style.translate = "";
    over?.classList.remove("over");
    const box = form.elements[`zone-${held.dataset.presenter}`];
    if (event.type !== "pointerup" || !over || box.value === over.dataset.drop) return;
    box.value = over.dataset.drop;
    show(form);
  }

  const listeners = [["pointermove", move], ["pointerup", end], ["pointercancel", end]];
  for (const [name, listener] of listeners) held.addEventListener(name, listener);
}

function zoneAt(x, y) {
  return document.elementsFromPoint(x, y).map((each) => each.closest("[data-drop]")).find(Boolean) ?? null;
}

let asked = 0;

async function show(form) {
  const turn = ++asked;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.getElementById("zoning-shown");
  if (!shown) return form.requestSubmit(); // what is wrong is a page of its own
  if (turn !== asked) return; // a later one is under way
  const focused = document.activeElement?.id;
  form.querySelector("#zoning-shown").replaceWith(shown);
  form.querySelector("#zoning-said").textContent = shown.querySelector("[data-said]").textContent;
  if (focused) document.getElementById(focused)?.focus();
}
