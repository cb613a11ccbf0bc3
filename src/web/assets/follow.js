// Counts down, tells a screen reader, asks the server where things stand, and hides what has been shown long enough.
// Pages work without it: they refresh themselves.
"use strict";
(() => {
  const now = () => performance.now() / 1000;
  const begun = now();

  for (const shown of document.querySelectorAll("[data-left]")) {
    const until = begun + Number(shown.dataset.left);
    const spoken = document.getElementById("spoken");
    let last = Infinity;
    const tick = () => {
      const left = Math.max(0, Math.ceil(until - now()));
      if (left !== last) {
        shown.textContent = String(left);
        const words = shown.getAttribute(`data-spoken-${left}`);
        if (words && spoken) spoken.textContent = words;
        last = left;
      }
      if (left > 0) setTimeout(tick, 200);
    };
    tick();
  }

  const followed = document.querySelector("[data-follow]");
  if (followed) {
    // What is being sent leads on by itself; leaving in the middle would lose its answer.
    let sent = false;
    addEventListener("submit", () => (sent = true));
    addEventListener("pageshow", () => (sent = false));
    const ask = async () => {
      // A page that nobody looks at for ten minutes stops asking.
      if (now() - begun > 600) return;
      try {
        const answer = await fetch(followed.dataset.follow, { cache: "no-store", credentials: "same-origin", redirect: "error" });
        const state = answer.ok ? (await answer.json()).state : undefined;
        if (!sent && answer.status === 404) return location.reload();
        if (!sent && answer.ok && state !== followed.dataset.state) {
          return location.replace(followed.dataset.page || location.pathname + location.search);
        }
      } catch {
        // The network comes and goes; the next question is in a second.
      }
      setTimeout(ask, 1000);
    };
    setTimeout(ask, 1000);
  }

  for (const shown of document.querySelectorAll("[data-hide-after]")) {
    setTimeout(() => {
      const note = document.getElementById(shown.dataset.hideNote);
      shown.replaceChildren();
      shown.hidden = true;
      if (note) note.hidden = false;
    }, Number(shown.dataset.hideAfter) * 1000);
  }
})();
