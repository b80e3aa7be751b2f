// Marking who came: all others at once, without asking the server, and how many are marked so far.
(() => {
  const tiles = document.querySelector("[data-tiles]");
  if (!tiles) return;
  const tally = document.querySelector("[data-tally]");
  const each = () => [...tiles.querySelectorAll(".tile")];
  const marked = (tile) => tile.querySelector(".tile-marks input:checked")?.value ?? "open";

  const count = () => {
    if (!tally) return;
    const counts = { present: 0, excused: 0, absent: 0, open: 0 };
    for (const tile of each()) counts[marked(tile)] += 1;
    tally.textContent = tally.dataset.words.replace(/\{(\w+)\}/g, (_all, name) => counts[name]);
  };

  for (const button of document.querySelectorAll("[data-mark-rest]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      for (const tile of each()) {
        if (marked(tile) !== "open" || tile.matches(".tile-guest")) continue;
        tile.querySelector(`input[value="${button.dataset.markRest}"]`).checked = true;
      }
      button.form.dispatchEvent(new Event("input", { bubbles: true }));
      count();
    });
  }

  tiles.addEventListener("change", count);
  count();
})();
