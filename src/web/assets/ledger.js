// Holds each line of the history to the ledger, in the page: what the line says -> its leaf -> the path -> the root of a
// head that the house signed. Without it the page is the same, and each line's proof can be kept and checked elsewhere.
"use strict";
(() => {
  const list = document.getElementById("history");
  const said = document.getElementById("ledger-said");
  // Browsers give cryptography to pages that came by TLS, and very old ones to none.
  if (!list || !said || !window.TextEncoder || !window.fetch || !window.crypto || !crypto.subtle) return;

  const utf8 = (text) => new TextEncoder().encode(text);
  const join = (...parts) => {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const decoded = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const encoded = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
  const node = (left, right) => sha256([1], left, right);

  // Each column with its length; nothing is told apart from empty.
  const column = (text) => {
    if (text === undefined || text === null) return Uint8Array.of(0);
    const bytes = utf8(String(text));
    const length = new DataView(new ArrayBuffer(8));
    length.setUint32(4, bytes.length);
    return join([1], new Uint8Array(length.buffer), bytes);
  };
  const leaf = async (entry) => {
    const names = ["at", "kind", "actor_kind", "account", "relying_party", "purpose", "fields"];
    const shown = await sha256(decoded(entry.salt), ...names.map((name) => column(entry[name])));
    return sha256([0], shown, decoded(entry.kept));
  };

  // RFC 9162 §2.1.3.2. Halves and not shifts: shifts end at 32 bits.
  const half = (number) => Math.floor(number / 2);
  const root = async (hash, number, size, path) => {
    let at = number;
    let last = size - 1;
    if (at > last) return "";
    for (const step of path.map(decoded)) {
      if (last === 0) return "";
      if (at % 2 === 1 || at === last) {
        hash = await node(step, hash);
        while (at % 2 === 0 && at !== 0) {
          at = half(at);
          last = half(last);
        }
      } else {
        hash = await node(hash, step);
      }
      at = half(at);
      last = half(last);
    }
    return last === 0 ? encoded(hash) : "";
  };

  const read = (part) => JSON.parse(new TextDecoder().decode(decoded(part)));
  // The head whose signature is good, or an error.
  const head = async (signed, keys) => {
    const [header, claims, signature] = signed.split(".");
    const { alg, kid, typ } = read(header);
    const key = keys.find((key) => key.kid === kid && key.kty === "EC" && key.crv === "P-256");
    if (alg !== "ES256" || typ !== "vnledger+jwt" || !key) throw new Error("not a head");
    const { kty, crv, x, y } = key;
    const kind = { name: "ECDSA", namedCurve: "P-256" };
    const verifier = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, kind, false, ["verify"]);
    const message = utf8(`${header}.${claims}`);
    const good = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, verifier, decoded(signature), message);
    if (!good) throw new Error("not signed");
    return read(claims);
  };

  // "good", "waiting" or "wrong": what the page shows is what the leaf commits to, and the leaf is under the head.
  const judged = async (shown, line, top) => {
    if (!line) return "wrong";
    const { entry, number, path } = line;
    const hash = await leaf(entry);
    const same = encoded(hash) === shown.leaf && String(entry.at) === shown.at && entry.kind === shown.event;
    if (!same) return "wrong";
    if (number === null || path === null) return "waiting";
    return (await root(hash, number, top.size, path)) === top.root ? "good" : "wrong";
  };

  const fetched = async (address) => {
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const check = async () => {
    const [proofs, set] = await Promise.all([fetched(list.dataset.proofs), fetched(list.dataset.keys)]);
    const top = proofs.head ? await head(proofs.head, set.keys) : null;
    const lines = new Map(proofs.lines.map((line) => [line.leaf, line]));
    const count = { good: 0, waiting: 0, wrong: 0 };
    for (const shown of list.querySelectorAll("[data-leaf]")) {
      const word = await judged(shown.dataset, lines.get(shown.dataset.leaf), top);
      const mark = shown.querySelector(".ledger");
      count[word] += 1;
      shown.dataset.ledger = word;
      mark.textContent = list.dataset[word];
      mark.hidden = false;
      const fold = shown.closest("details");
      if (fold && word !== "good") fold.open = true;
    }
    if (count.wrong) return "some";
    return count.waiting ? "soon" : "all";
  };

  check()
    .catch(() => "none")
    .then((word) => {
      list.dataset.checked = word;
      said.textContent = list.dataset[word];
      said.hidden = false;
    });
})();
