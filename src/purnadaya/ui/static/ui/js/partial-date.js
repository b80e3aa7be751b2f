// Shows only the boxes of the chosen way of telling a date. Without this all are there, each with its label.
(() => {
  for (const fieldset of document.querySelectorAll("[data-partial-date]")) {
    const show = () => {
      const chosen = fieldset.querySelector("[type=radio]:checked")?.value;
      for (const parts of fieldset.querySelectorAll("[data-how]")) {
        parts.hidden = parts.dataset.how !== chosen;
      }
    };
    fieldset.addEventListener("change", show);
    addEventListener("pageshow", show);
    show();
  }
})();
