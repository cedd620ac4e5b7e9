// Closing a tab whose entries are not at the server yet asks first; going on to another page of ours doesn't,
// for that one goes on sending.
let waiting = 0;
let inside = false;

export function guard(count) {
  if (Boolean(count) === Boolean(waiting)) return;
  waiting = count;
  if (waiting) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}

function ask(event) {
  if (!inside) event.preventDefault();
}

function goOn() {
  inside = true;
  setTimeout(() => (inside = false), 2_000);
}

document.addEventListener("click", (event) => event.target.closest("a[href]") && goOn());
document.addEventListener("submit", goOn);
