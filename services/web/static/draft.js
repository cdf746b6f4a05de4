// Keeps what is typed, a moment after the last key; without this script a button does it. Only its writer can read it.
"use strict";
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const state = form.querySelector("[data-draft-state]");
  let waiting = null, leaving = false;
  async function keep() {
    const body = new URLSearchParams(new FormData(form));
    body.set("step", "keep");
    body.delete("once");
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
    if (answer.type === "opaqueredirect" && state && !leaving) state.textContent = state.dataset.kept;
  }
  form.addEventListener("input", () => {
    if (state) state.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(() => { keep().catch(() => {}); }, 3000);
  });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(waiting); });
});
