// Without a network a form is not sent: what was written stays where it is, and the page says so.
"use strict";
const note = document.querySelector("[data-offline]");
addEventListener("online", () => { note.hidden = true; });
addEventListener("submit", (event) => {
  if (navigator.onLine || "exit" in event.target.dataset) return;
  event.preventDefault();
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
}, true);
