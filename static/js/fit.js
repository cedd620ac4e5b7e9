// The largest letters with which a text still fits the box around it.
export function fit(text) {
  const box = text.parentElement;
  let [small, large] = [16, box.clientHeight];
  while (large - small > 1) {
    const size = (small + large) / 2;
    text.style.fontSize = `${size}px`;
    const fits = text.scrollWidth <= box.clientWidth && text.offsetHeight <= box.clientHeight;
    [small, large] = fits ? [size, large] : [small, size];
  }
  text.style.fontSize = `${small}px`;
}
