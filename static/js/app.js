// Binds behaviours: <form data-behaviour="sheet outbox"> loads ./sheet.js and ./outbox.js and calls the
// default export of each with the element. A page whose scripts never arrive, or that is left before they
// do, is a plain form.
for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.trim().split(/\s+/)) {
    import(`./${name}.js`).then(
      (behaviour) => behaviour.default(element),
      () => undefined,
    );
  }
}
