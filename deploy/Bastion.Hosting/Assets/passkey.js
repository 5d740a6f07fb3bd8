// Passkeys (WebAuthn level 3): asks the door for options, the browser for an answer, and brings it back. Words come from the page.
// A page without an authenticator, or a browser without the calls, keeps what it has: password and code.
const token = () => document.querySelector("input[name=_form]")?.value ?? "";

async function post(url, fields) {
  return fetch(url, {
    method: "POST",
    headers: { "X-Form": token(), "Accept": "application/json" },
    body: new URLSearchParams(fields),
    credentials: "same-origin",
  });
}

async function signIn(box) {
  const asked = await post(box.dataset.ask, {});
  if (!asked.ok) throw new Error(String(asked.status));
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await asked.json());
  const answer = await navigator.credentials.get({ publicKey: options });
  const verdict = await post(box.dataset.answer, { credential: JSON.stringify(answer.toJSON()), back: box.dataset.back ?? "" });
  if (!verdict.ok) throw new Error(String(verdict.status));
  location.assign((await verdict.json()).go);
}

async function add(box) {
  const name = box.querySelector("input[name=name]");
  if (!name.reportValidity()) return;
  const code = box.querySelector("input[name=code]")?.value ?? "";
  const asked = await post(box.dataset.ask, { code });
  if (!asked.ok) { await say(box, asked); return; }
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(await asked.json());
  const made = await navigator.credentials.create({ publicKey: options });
  const verdict = await post(box.dataset.answer, { credential: JSON.stringify(made.toJSON()), name: name.value });
  if (!verdict.ok) { await say(box, verdict); return; }
  location.assign((await verdict.json()).go);
}

async function say(box, answer) {
  const note = box.querySelector("[data-note]");
  let words = "";
  try { words = (await answer.json()).say; } catch { /* an answer without words */ }
  note.textContent = words || box.dataset.sayFailed;
}

for (const box of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  box.hidden = false;
  const act = box.dataset.passkey === "add" ? add : signIn;
  const button = box.querySelector("button");
  button.addEventListener("click", async () => {
    button.disabled = true;
    box.querySelector("[data-note]").textContent = "";
    try { await act(box); }
    catch { box.querySelector("[data-note]").textContent = box.dataset.sayFailed; }
    finally { button.disabled = false; }
  });
}
