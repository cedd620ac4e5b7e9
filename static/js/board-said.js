// What the board says, at the foot of the screen and aloud: what was done, refused, or done by others.
import { words } from "./status.js";

const READ = 8_000; // how long good news stays

export default function speaker(root) {
  const text = words(root);
  const said = root.querySelector("[data-part='said']");
  let timer;

  function say(...messages) {
    clearTimeout(timer);
    said.querySelector("[data-part='words']").replaceChildren(...messages);
    said.hidden = !messages.length;
    const bad = said.querySelector("[data-tone='warning'], [data-tone='error'], [data-tone='info']");
    if (messages.length && !bad) timer = setTimeout(say, READ);
  }

  said.querySelector("[data-part='close']").addEventListener("click", () => say());
  const tell = (word, facts = {}) => say(text[word].replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? ""));
  return { say, tell, text };
}
