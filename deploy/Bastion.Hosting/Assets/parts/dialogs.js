// Native dialogs: opened by id, closed by [data-close]. Escape and the return of focus come with the element.
// Delegated, because live parts of a page are replaced.
export function startDialogs() {
  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) { event.preventDefault(); document.getElementById(opener.dataset.dialog)?.showModal(); return; }
    const closer = event.target.closest("dialog [data-close]");
    if (closer) closer.closest("dialog").close();
  });
  // A form inside a dialog that came back refused is shown again.
  document.querySelector("dialog[data-open-now]")?.showModal();
}
