// The console of the documentation: a token by authorization code and PKCE, as any public client gets one,
// and requests to this sandbox. Nothing special is asked of the server.
(() => {
  "use strict";

  const CLIENT = "try-it";
  const RETURN = new URL("/docs/try-it", location.origin).href;
  const TOKEN = "seikyu-try-token";
  const ERRAND = "seikyu-try-errand";
  const FORM = `seikyu-try-form ${location.pathname}`;

  const url64 = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const random = () => url64(crypto.getRandomValues(new Uint8Array(32)));
  const kept = (name) => JSON.parse(sessionStorage.getItem(name) ?? "null");
  const keep = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));

  const goForToken = async () => {
    const verifier = random();
    const state = random();
    const challenge = url64(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
    keep(ERRAND, { verifier, state, back: `${location.pathname}#try-it` });
    location.assign(`/openam/oauth2/authorize?${new URLSearchParams({
      realm: "/api", response_type: "code", client_id: CLIENT, redirect_uri: RETURN, state,
      code_challenge: challenge, code_challenge_method: "S256",
    })}`);
  };

  const comeBack = async (told) => {
    const given = new URLSearchParams(location.search);
    const errand = kept(ERRAND);
    sessionStorage.removeItem(ERRAND);
    const refused = (why) => { told.textContent = told.dataset.refused + why; };
    if (errand === null || given.get("state") !== errand.state) return refused("state");
    if (!given.has("code")) return refused(given.get("error") ?? "code");
    const answer = await fetch("/openam/oauth2/access_token?realm=/api", {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code", code: given.get("code"), redirect_uri: RETURN,
        client_id: CLIENT, code_verifier: errand.verifier,
      }),
    });
    const tokens = await answer.json();
    if (!answer.ok) return refused(tokens.error);
    // The refresh token is left alone: who wants to go on gets another token.
    keep(TOKEN, { value: tokens.access_token, until: Date.now() + tokens.expires_in * 1000 });
    location.replace(errand.back);
  };

  const waiting = document.querySelector("[data-try-return]");
  if (waiting) comeBack(waiting);

  const console_ = document.querySelector("[data-try]");
  if (!console_ || !window.isSecureContext) return;

  const part = (name) => console_.querySelector(`[data-try-${name}]`);
  const form = part("form");
  const body = console_.querySelector("textarea");
  const fields = [...form.querySelectorAll("input, textarea")];
  const { method, path, base } = console_.dataset;

  const token = () => {
    const known = kept(TOKEN);
    return known && known.until > Date.now() ? known : null;
  };

  const tell = () => {
    const known = token();
    part("told").textContent = known
      ? console_.dataset.tokenUntil.replace("{time}", new Date(known.until).toLocaleTimeString())
      : console_.dataset.noToken;
  };

  const address = () => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(form.querySelector(`[data-part="${name}"]`).value));
    const asked = [...form.querySelectorAll("[data-query]")].filter((field) => field.value !== "");
    const query = new URLSearchParams(asked.map((field) => [field.dataset.query, field.value]));
    return asked.length ? `${filled}?${query}` : filled;
  };

  const headers = () => ({
    Accept: "application/json",
    ...(body && body.value.trim() ? { "Content-Type": "application/json" } : {}),
  });

  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const curl = () => {
    const lines = [`curl -sS -X ${method} ${quoted(base + address())}`, '-H "Authorization: Bearer $TOKEN"'];
    for (const [name, value] of Object.entries(headers())) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
    if (body && body.value.trim()) lines.push(`-d ${quoted(body.value)}`);
    part("curl").textContent = lines.join(" \\\n  ");
  };

  const pretty = async (answer) => {
    const media = answer.headers.get("Content-Type") ?? "";
    if (media.startsWith("application/json")) {
      const text = await answer.text();
      try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
    }
    if (media.startsWith("text/")) return answer.text();
    const bytes = await answer.blob();
    return `${console_.dataset.file}: ${media}, ${bytes.size} bytes`;
  };

  const send = async () => {
    const status = part("status");
    part("answer").hidden = false;
    status.className = "try-refused";
    const known = token();
    if (!known) {
      status.textContent = console_.dataset.noToken;
      return;
    }
    if (body && body.value.trim()) {
      try { JSON.parse(body.value); } catch {
        status.textContent = console_.dataset.badJson;
        return;
      }
    }
    const begun = performance.now();
    let answer;
    try {
      answer = await fetch(address(), {
        method,
        headers: { ...headers(), Authorization: `Bearer ${known.value}` },
        body: body && body.value.trim() ? body.value : undefined,
        credentials: "omit",
        cache: "no-store",
      });
    } catch {
      status.textContent = console_.dataset.unreachable;
      return;
    }
    const shown = await pretty(answer);
    const duration = Math.round(performance.now() - begun);
    status.textContent = `${answer.status} ${answer.statusText} – ${duration} ms`;
    status.className = answer.ok ? "try-ok" : "try-refused";
    part("headers").textContent = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    part("body").textContent = shown;
    tell();
  };

  // What was filled in is still there after logging in.
  const before = kept(FORM);
  if (before) fields.forEach((field, index) => { field.value = before[index] ?? field.value; });
  form.addEventListener("input", () => {
    keep(FORM, fields.map((field) => field.value));
    curl();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  part("token").addEventListener("click", goForToken);
  curl();
  tell();
  setInterval(tell, 15000);
  console_.hidden = false;
  if (location.hash === "#try-it") console_.scrollIntoView();
})();
