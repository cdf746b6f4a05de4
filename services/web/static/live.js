// The safety board renews itself when the server says that something has changed; without this script a link does it.
"use strict";
const board = document.querySelector("[data-live]");
const state = document.querySelector("[data-live-state]");
const say = (text) => { if (state && state.textContent !== text) state.textContent = text; };

async function renew() {
  const answer = await fetch(board.dataset.rows + location.search, { headers: { "X-Alliance-Live": "1" }, credentials: "same-origin", redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 401) { location.reload(); return; }
  if (!answer.ok) { say(board.dataset.lost); return; }
  const focused = document.activeElement && board.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  board.innerHTML = await answer.text();
  board.classList.remove("fresh");
  void board.offsetWidth;
  board.classList.add("fresh");
  if (focused) { const again = board.querySelector(`a[href="${CSS.escape(focused)}"]`); if (again) again.focus(); }
  say(board.dataset.joined);
}

function listen() {
  const source = new EventSource(board.dataset.live);
  source.addEventListener("changed", () => { renew().catch(() => say(board.dataset.lost)); });
  source.addEventListener("open", () => say(board.dataset.joined));
  source.addEventListener("error", () => {
    say(board.dataset.lost);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
  addEventListener("pagehide", () => source.close());
}

if (board) {
  listen();
  setInterval(() => { renew().catch(() => say(board.dataset.lost)); }, 60000);
}
