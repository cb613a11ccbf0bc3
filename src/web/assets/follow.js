// Counts down, tells a screen reader, asks the server where things stand when it says that they changed, and hides what has
// been shown long enough. Pages work without it: they refresh themselves.
"use strict";
(() => {
  const now = () => performance.now() / 1000;
  const begun = now();
  const SELDOM = 5000;

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
      else dispatchEvent(new Event("over"));
    };
    tick();
  }

  const followed = document.querySelector("[data-follow]");
  if (followed) {
    // What is being sent leads on by itself; leaving in the middle would lose its answer.
    let sent = false;
    addEventListener("submit", () => (sent = true));
    addEventListener("pageshow", () => (sent = false));
    let [stream, timer, asking, again] = [null, 0, false, false];
    const ask = async () => {
      clearTimeout(timer);
      if (asking) return void (again = true);
      // A page that nobody looks at for ten minutes stops asking.
      if (now() - begun > 600) return void stream?.close();
      asking = true;
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
      asking = false;
      // A stream says when to ask; what ends by the clock alone, or while the stream was broken, is found all the same.
      timer = setTimeout(ask, again ? 0 : stream ? SELDOM : 1000);
      again = false;
    };
    if (followed.dataset.changes && window.EventSource) {
      stream = new EventSource(followed.dataset.changes);
      stream.addEventListener("message", ask);
      stream.addEventListener("error", () => {
        // It tries again by itself unless the house refused; until then the page asks each second.
        if (stream?.readyState === EventSource.CLOSED) stream = null;
        if (!asking) ask();
      });
      addEventListener("pagehide", () => {
        stream?.close();
        stream = null;
      });
    }
    // The house's clock is the one that counts, and it may be a moment behind.
    addEventListener("over", () => setTimeout(ask, 1000));
    timer = setTimeout(ask, 1000);
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
