// A live list asks for nothing while the reader has paused it or does not look, and says when nothing answers.
// The list itself and how often it asks are in its template; htmx does the asking.
"use strict";

(() => {
  const control = document.getElementById("live");
  const pause = document.getElementById("live-pause");
  const silent = document.getElementById("live-silent");
  if (!control || !window.htmx) return;

  const still = () => pause.checked || document.hidden;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (still()) event.preventDefault();
  });
  // An answer that was already on its way.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (pause.checked) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    silent.hidden = event.detail.successful === true;
  });
  control.hidden = false;
})();
