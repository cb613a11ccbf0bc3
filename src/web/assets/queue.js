// The officer's scans without the network: checked here against the published keys, kept on the device as text and time and
// nothing else, and sent when the network is back. One script for three pages: the scanner, the page that stands in for it,
// and the answers.
"use strict";
(() => {
  const desk = document.getElementById("queue");
  if (!desk || !window.indexedDB) return;
  const { officer, received, issuer, most, age, slack, known } = desk.dataset;
  const now = () => Math.floor(Date.now() / 1000);

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("dinhdanh", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("scans", { keyPath: "id", autoIncrement: true });
      asked.result.createObjectStore("desk");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const on = async (store, act) => {
    const base = await opened;
    return new Promise((resolve, reject) => {
      const change = base.transaction(store, "readwrite");
      const asked = act(change.objectStore(store));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = () => reject(change.error);
    });
  };
  const forget = (ids) => Promise.all(ids.map((id) => on("scans", (scans) => scans.delete(id))));
  const owner = () => on("desk", (kept) => kept.get("officer"));
  const mine = async () => {
    const [all, whose] = [await on("scans", (scans) => scans.getAll()), await owner()];
    return all.filter((scan) => scan.officer === whose);
  };

  /** Keeps a scan; the word of why not, when it does not. */
  const keep = async (text) => {
    const [whose, scans] = [await owner(), await mine()];
    if (!whose) return "nobody";
    if (scans.some((scan) => scan.text === text)) return "repeated";
    if (scans.length >= Number(most)) return "full";
    await on("scans", (kept) => kept.add({ officer: whose, text, at: now() }));
    return "";
  };

  const shape = /^[\w-]+[.][\w-]+[.][\w-]+$/;
  const bytes = (part) => Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const json = (part) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(part)));

  /** The published keys as this device has them, and whether a key that signs now must be among them. */
  const keys = async () => {
    const kept = await caches.match("/jwks");
    if (!kept) return { set: [], complete: false };
    const fetched = Date.parse(kept.headers.get("date")) / 1000;
    return { set: (await kept.json()).keys, complete: now() - fetched < Number(known) };
  };

  /** What `dinhdanh qr check` says, in the page: the rule stands in src/wallet/offline.rs. */
  const verdict = async (text, at) => {
    let parts, header, claims;
    try {
      parts = text.split(".");
      [header, claims] = parts.slice(0, 2).map(json);
    } catch {
      return "unknown";
    }
    const { set, complete } = await keys();
    const key = set.find((key) => key.kid === header.kid && key.kty === "OKP" && key.crv === "Ed25519");
    if (header.alg !== "EdDSA" || header.typ !== "vnqr+jwt" || claims.iss !== issuer) return "unknown";
    if (!key) return complete ? "unknown" : "unchecked";
    let genuine;
    try {
      const { kty, crv, x } = key;
      const held = await crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
      const said = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
      genuine = await crypto.subtle.verify("Ed25519", held, bytes(parts[2]), said);
    } catch {
      // A browser that does not know Ed25519 keeps the scan and says that it cannot judge.
      return "unchecked";
    }
    if (!genuine || !Number.isInteger(claims.iat) || claims.exp !== claims.iat + 60) return "unknown";
    if (at < claims.iat - Number(slack)) return "early";
    return at < claims.exp + Number(slack) ? "genuine_not_confirmed" : "expired";
  };

  const told = (word) => document.querySelector(`template[data-verdict="${word}"]`).content.cloneNode(true);
  const show = (word) => {
    const result = document.getElementById("result");
    result.replaceChildren(told(word));
    // What is not known yet is neither good nor bad.
    result.className = word === "unknown" ? "verdict" : "verdict waits";
    result.dataset.result = word;
    result.hidden = false;
  };
  const list = async () => {
    const scans = (await mine()).reverse();
    const lines = scans.map(async ({ text, at }) => {
      const [line, when] = [document.createElement("li"), document.createElement("p")];
      when.className = "when";
      when.textContent = new Date(at * 1000).toLocaleTimeString(document.documentElement.lang);
      const what = document.createElement("p");
      what.textContent = told(await verdict(text, at)).querySelector("h2").textContent;
      line.append(when, what);
      return line;
    });
    document.getElementById("kept").replaceChildren(...(await Promise.all(lines)));
    document.getElementById("waiting").hidden = !scans.length;
    return scans[0];
  };

  const form = document.getElementById("scan");
  const box = document.getElementById("token");

  /** The page that stands in: checks, keeps, and goes back to the scanner as soon as there is a network. */
  const alone = async () => {
    // A browser says that it is online when it has a network, which need not lead to the house.
    const back = async () => {
      if (navigator.onLine && !box.value && (await reached())) location.replace("/office/scan");
    };
    addEventListener("online", back);
    setInterval(back, 5000);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = box.value.trim();
      box.value = "";
      if (!text) return;
      const refused = shape.test(text) ? await keep(text) : "unknown";
      show(refused || (await verdict(text, now())));
      await list();
    });
    const last = await list();
    if ((await mine()).length >= Number(most)) return show("full");
    // Scanned a moment ago on the scanner itself, which the network had left.
    if (last && now() - last.at < 10) show(await verdict(last.text, last.at));
  };

  const reached = async () => {
    const patience = new AbortController();
    const over = setTimeout(() => patience.abort(), 4000);
    try {
      return (await fetch("/health/live", { cache: "no-store", signal: patience.signal })).ok;
    } catch {
      return false;
    } finally {
      clearTimeout(over);
    }
  };

  /** The scanner with a network: sends what waits, and keeps a scan that finds the network gone. */
  const connected = async () => {
    let looking = false;
    form?.addEventListener("submit", async (event) => {
      const text = box.value.trim();
      if (!navigator.serviceWorker?.controller || !shape.test(text)) return;
      event.preventDefault();
      if (looking) return;
      looking = true;
      if (await reached()) return form.submit();
      await keep(text);
      location.assign("/office/scan");
    });
    await on("desk", (kept) => kept.put(officer, "officer"));
    const all = await on("scans", (scans) => scans.getAll());
    await forget(all.filter((scan) => now() - scan.at > Number(age)).map((scan) => scan.id));
    const scans = (await mine()).slice(0, Number(most));
    const sending = document.getElementById("queued");
    if (!scans.length || !sending || document.getElementById("result")) return;
    document.getElementById("scans").value = scans.map(({ id, at, text }) => `${id} ${at} ${text}`).join("\n");
    sending.hidden = false;
    sending.requestSubmit();
  };

  if (received !== undefined) forget(received.split(" ").filter(Boolean).map(Number));
  else if (officer !== undefined) connected();
  else alone();
})();
