// Puts the worker to work that keeps the shell for when there is no network. Pages work without it.
"use strict";
(() => {
  if (!("serviceWorker" in navigator)) return;
  const WORKER = "/worker.js";
  const only = (address) => {
    if (address !== WORKER) throw new TypeError("not the worker of this house");
    return address;
  };
  const policy = window.trustedTypes?.createPolicy("worker", { createScriptURL: only });
  const address = policy ? policy.createScriptURL(WORKER) : WORKER;
  // A browser that refuses has a wallet that needs the network, as one without workers has.
  navigator.serviceWorker.register(address, { scope: "/", updateViaCache: "none" }).catch(() => {});
})();
