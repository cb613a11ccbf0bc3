// The worker of wallet and scanner. Above this line the house writes KEPT: the addresses of style, fonts and scripts.
// It keeps those, two pages that hold nothing about anybody, and the published keys; and it answers with them only when the
// network does not.
"use strict";

const WALLET = "/offline";
const SCANNER = "/office/scan/offline";
const KEYS = "/jwks";
// Named by what it holds: each asset's address has the mark of the whole set.
const SHELL = `shell ${KEPT[0]}`;

const anew = (address) => new Request(address, { cache: "no-store" });

const keep = async () => {
  const shell = await caches.open(SHELL);
  await shell.addAll([...KEPT, ...[WALLET, SCANNER, KEYS].map(anew)]);
};

const clear = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)));
};

/** The page that stands in for this one; none for a page that is worth nothing without the network. */
const standIn = (path) => {
  if (path === "/office/scan") return SCANNER;
  return path === "/wallet" || (path.startsWith("/wallet/") && path !== "/wallet/qr") ? WALLET : null;
};

/** The shell speaks the language of the last page that the person saw, and the scanner's keys are of its last look. */
const renew = async (page, instead) => {
  const language = page.headers.get("content-language");
  if (!language) return;
  const kept = await caches.match(WALLET);
  if (!kept || kept.headers.get("content-language") !== language) return keep();
  if (instead === SCANNER) await (await caches.open(SHELL)).add(anew(KEYS));
};

const visit = async (event, instead) => {
  try {
    const page = await fetch(event.request);
    event.waitUntil(renew(page, instead).catch(() => {}));
    return page;
  } catch {
    return (await caches.match(instead)) ?? Response.error();
  }
};

const load = async (request) => (await caches.match(request)) ?? fetch(request);

addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clear().then(() => self.clients.claim())));
addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  // Forms go their own way: what defends them is what the browser says of where they come from.
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const instead = standIn(address.pathname);
    if (instead) event.respondWith(visit(event, instead));
  } else if (KEPT.includes(address.pathname)) {
    event.respondWith(load(request));
  }
});
