// A form with a file: one that is too large is told before it is sent, and a press while it is on its way does nothing.
export default function bringing(form) {
  const [file, button] = [form.querySelector("input[type=file]"), form.querySelector("button")];
  file.addEventListener("change", () => {
    const large = file.files[0]?.size > Number(file.dataset.most);
    file.setCustomValidity(large ? file.dataset.large : "");
    file.reportValidity();
  });
  form.addEventListener("submit", (event) => {
    if (!file.checkValidity()) return refuse(event, file);
    if (button.getAttribute("aria-disabled")) return event.preventDefault();
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.sending;
  });
}

function refuse(event, file) {
  event.preventDefault();
  file.reportValidity();
}
