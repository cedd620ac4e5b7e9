// What is typed becomes an entry once the hand rests, or the field is left, or the page is.
const PAUSE = { mark: 700, comment: 1500 };

// Returns what keeps at once all that was typed but is not kept yet.
export function typing(form, editor) {
  const timers = new Map();

  function settle(name) {
    clearTimeout(timers.get(name));
    timers.delete(name);
    return editor.keep(name);
  }

  const settleAll = () => Promise.all([...timers.keys()].map(settle));

  form.addEventListener("input", ({ target: { name } }) => {
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(() => settle(name), PAUSE[name.split("-")[0]]));
  });
  form.addEventListener("change", ({ target: { name } }) => settle(name));
  document.addEventListener("visibilitychange", settleAll);
  addEventListener("pagehide", settleAll);
  return settleAll;
}
