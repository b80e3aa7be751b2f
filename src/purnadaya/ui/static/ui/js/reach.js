// How many were there so far: women, men and together, as they are typed.
(() => {
  const grid = document.querySelector("[data-reach]");
  if (!grid) return;
  const sums = grid.querySelector("[data-reach-sums]");
  const total = document.querySelector("[data-reach-total]");

  const typed = (sex) =>
    [...grid.querySelectorAll(`input[name^="${sex}_"]`)].reduce((sum, box) => sum + (Number.parseInt(box.value, 10) || 0), 0);

  const count = () => {
    const counts = { women: typed("women"), men: typed("men") };
    for (const [sex, sum] of Object.entries(counts)) sums.querySelector(`[data-sum="${sex}"]`).textContent = sum;
    total.textContent = total.dataset.words.replace("{total}", counts.women + counts.men);
    sums.hidden = total.hidden = false;
  };

  grid.addEventListener("input", count);
  count();
})();
