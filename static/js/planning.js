// A search under way: asks for its page again and shows what is new, until the answer is there.
const PAUSE = 1000;

export default function planning(part) {
  const url = part.dataset.url;
  let shown = part;
  async function look() {
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("search");
      if (!next) return location.assign(url);
      // Whoever is about to press a button keeps it under the finger: only the figures are put anew.
      for (const name of ["[role=status]", ".facts"]) exchange(shown, next, name);
    } catch {
      // Off the network for a moment: ask again.
    }
    setTimeout(look, PAUSE);
  }
  setTimeout(look, PAUSE);
}

function exchange(shown, next, name) {
  const [old, fresh] = [shown.querySelector(name), next.querySelector(name)];
  if (old && fresh && old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
  else if (!old && fresh) shown.querySelector("[role=status]").after(fresh);
}
