// Leaves at once: the session ends in the background, and this page's place in the history becomes a neutral one.
"use strict";
document.querySelectorAll("form[data-exit]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    navigator.sendBeacon(form.action, new URLSearchParams(new FormData(form)));
    location.replace(form.dataset.exit);
  });
});
