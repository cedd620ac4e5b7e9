// Renews a part of the page and keeps what its reader had: the focus, and the columns where they were on the
// screen, though clashes may have come or gone above them.
export default function keep(part, renew) {
  const focused = part.contains(document.activeElement) && document.activeElement.id;
  const boards = () => [...part.querySelectorAll(".plan-board")];
  const top = () => boards()[0]?.getBoundingClientRect().top ?? 0;
  const [across, before] = [boards().map((each) => each.scrollLeft), top()];
  renew();
  boards().forEach((each, index) => (each.scrollLeft = across[index] ?? 0));
  if (scrollY > 0) scrollBy(0, top() - before);
  if (!focused) return;
  document.getElementById(focused)?.focus({ preventScroll: true });
  if (!part.contains(document.activeElement)) boards()[0]?.focus({ preventScroll: true });
}
