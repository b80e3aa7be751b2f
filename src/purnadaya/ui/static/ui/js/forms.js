// A form is sent once, and never left behind by accident. Nothing typed is kept in the browser.
(() => {
  const PATIENCE = 20_000;
  const dirty = new Set();
  const typed = (form) => form?.matches("[data-form]") && !form.querySelector("[type=password]") && dirty.add(form);

  const busy = (form, on) => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.disabled = on;
      const words = button.querySelector("[data-words]");
      if (!words || !form.dataset.busy) continue;
      words.dataset.rest ??= words.textContent;
      words.textContent = on ? form.dataset.busy : words.dataset.rest;
    }
  };

  const rest = (form) => {
    delete form.dataset.sent;
    busy(form, false);
  };

  document.addEventListener("input", (event) => typed(event.target.form));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    dirty.delete(form);
    // After the browser has gathered the form, so that the pressed button's own value is sent.
    setTimeout(() => busy(form, true));
    // Still here: no answer came. Sending again is safe, as the form carries its operation id.
    setTimeout(() => (rest(form), typed(form)), PATIENCE);
  });

  addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });

  // Back from the page after: ready to be sent again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(rest);
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  const errors = document.querySelector("[data-errors]");
  if (!errors) return;
  typed(errors.closest("form"));
  errors.focus();
  for (const link of errors.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      field.focus({ preventScroll: true });
      (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
    });
  }
})();
