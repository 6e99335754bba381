// Copy buttons appear only where they can work; without this file the text is selected by hand.
"use strict";
(() => {
  function watch() {
    for (const button of document.querySelectorAll("button[data-copy]")) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      const label = button.textContent;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = label; }, 2000);
      });
    }
  }
  watch();
  // Another page took the place of this one, with buttons of its own.
  document.addEventListener("firstword:page", watch);
})();
