// While something is at work, shows how far it is every few seconds. Without this a link on the page does the same.
(() => {
  const look = async () => {
    const part = document.querySelector("[data-fresh]");
    const seconds = Number(part?.dataset.fresh);
    if (!seconds) return;
    if (!document.hidden && !part.contains(document.activeElement)) {
      try {
        const answer = await fetch(location.href, { credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = answer.ok && page.querySelector("[data-fresh]");
        if (now) part.replaceWith(now);
      } catch {
        // No connection just now: what stands here is a little old.
      }
    }
    setTimeout(look, seconds * 1000);
  };
  setTimeout(look, 5000);
})();
