// While something is at work, shows how far it is every few seconds. Without this a link on the page does the same.
// It looks for five minutes only: a page left open must not keep its user signed in.
(() => {
  const until = Date.now() + 5 * 60 * 1000;
  const look = async () => {
    const part = document.querySelector("[data-fresh]");
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
    plan();
  };
  const plan = () => {
    const seconds = Number(document.querySelector("[data-fresh]")?.dataset.fresh);
    if (seconds && Date.now() < until) setTimeout(look, seconds * 1000);
  };
  plan();
})();
