// Tells a party's page whether the session in this browser is still the one that the party was told of (OpenID Connect
// Session Management 1.0 §3.2). Says nothing to who cannot name itself, its origin's hash and its salt.
"use strict";
(() => {
  const name = document.documentElement.dataset.cookie;

  const kept = () => {
    const pair = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return pair ? pair.slice(name.length + 1) : "";
  };

  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const compared = async (said, origin) => {
    const parts = typeof said === "string" ? said.split(" ") : [];
    const salt = parts.length === 2 ? parts[1].split(".")[1] : "";
    if (!parts[0] || !salt || origin === "null") return "error";
    // A browser that hides our cookies from us when we are framed would make every session look ended.
    if (document.hasStorageAccess && !(await document.hasStorageAccess())) return "error";
    const told = new TextEncoder().encode(`${parts[0]} ${origin} ${kept()} ${salt}`);
    const expected = `${text(await crypto.subtle.digest("SHA-256", told))}.${salt}`;
    return kept() && expected === parts[1] ? "unchanged" : "changed";
  };

  addEventListener("message", async (event) => {
    if (!event.source) return;
    const answer = await compared(event.data, event.origin).catch(() => "error");
    event.source.postMessage(answer, event.origin === "null" ? "*" : event.origin);
  });
})();
