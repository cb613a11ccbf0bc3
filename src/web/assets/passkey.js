// Passkeys: asks the house for a challenge and the browser for a key, and sends what that said as an ordinary form. Where no
// script runs, or a browser has no passkeys, the form stays hidden and everything else on the page works.
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  const said = form.querySelector("[data-said]");
  const button = form.querySelector("button");
  const without = document.getElementById("no-passkeys");
  form.hidden = false;
  if (without) without.hidden = true;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  /** What the house asks, with bytes where the browser wants bytes. Older browsers do not read it by themselves. */
  async function question() {
    const answer = await fetch(form.dataset.passkey, {
      method: "POST", body: new URLSearchParams({ csrf: form.elements.csrf.value }),
      cache: "no-store", credentials: "same-origin", redirect: "error",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { publicKey } = await answer.json();
    publicKey.challenge = bytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    for (const named of [...(publicKey.allowCredentials || []), ...(publicKey.excludeCredentials || [])]) {
      named.id = bytes(named.id);
    }
    return publicKey;
  }

  function send(credential) {
    const from = credential.response;
    const response = { clientDataJSON: text(from.clientDataJSON) };
    if (from.attestationObject) {
      response.attestationObject = text(from.attestationObject);
      response.transports = from.getTransports ? from.getTransports() : [];
    } else {
      response.authenticatorData = text(from.authenticatorData);
      response.signature = text(from.signature);
      response.userHandle = from.userHandle && from.userHandle.byteLength ? text(from.userHandle) : null;
    }
    form.elements.answer.value = JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {}, response,
    });
    form.submit();
  }

  // One question at a time: the one in the field of the name gives way to the button's.
  let waiting = null;
  const giveWay = () => {
    if (waiting) waiting.abort();
    waiting = null;
  };

  async function inField() {
    giveWay();
    const own = (waiting = new AbortController());
    const publicKey = await question();
    if (own.signal.aborted) return;
    const credential = await navigator.credentials.get({ publicKey, mediation: "conditional", signal: own.signal });
    if (credential) send(credential);
  }

  async function byButton() {
    giveWay();
    button.disabled = true;
    said.textContent = "";
    try {
      const publicKey = await question();
      const ceremony = publicKey.user ? "create" : "get";
      const credential = await navigator.credentials[ceremony]({ publicKey });
      if (credential) return send(credential);
    } catch (fault) {
      // Said no, or waited too long; this device has one already; anything else.
      const word = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" }[fault.name];
      said.textContent = said.dataset[word] || said.dataset.failed;
    }
    button.disabled = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    byButton();
  });

  const RENEWED = 4 * 60 * 1000;
  const available = PublicKeyCredential.isConditionalMediationAvailable;
  if ("autofill" in form.dataset && available) {
    // What cannot be offered in the field is there by the button.
    const offer = () => inField().catch(() => {});
    available.call(PublicKeyCredential).then((is) => {
      if (!is) return;
      offer();
      // The house's challenge is over after five minutes; a page that nobody looks at needs no other one.
      setInterval(() => {
        if (!document.hidden && waiting) offer();
      }, RENEWED);
    }, () => {});
  }
})();
