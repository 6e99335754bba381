// Marks what is found while one types: the form is sent as it stands and the answer's result takes the place of the old one,
// so that page and script can never disagree about how a finding looks. Without this file the button does the same.
"use strict";
(() => {
  const form = document.getElementById("check-form");
  const result = document.getElementById("check-result");
  const state = document.getElementById("check-state");
  const pause = 250;
  // Kept in this tab alone, so that a look at another page or in the other language loses nothing.
  const kept = "firstword-check-text";
  let timer = 0;
  let request = null;
  document.getElementById("check-live").hidden = false;

  async function check() {
    if (request) request.abort();
    if (!form.elements.text.value.trim()) {
      result.replaceChildren(Object.assign(document.createElement("p"), { className: "quiet", textContent: result.dataset.waiting }));
      state.textContent = "";
      return;
    }
    const mine = (request = new AbortController());
    try {
      const answer = await fetch("/check", { method: "POST", body: new URLSearchParams(new FormData(form)), signal: mine.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      result.replaceChildren(...page.getElementById("check-result").childNodes);
      const found = result.querySelectorAll("ol.findings > li").length;
      state.textContent = found ? String(found) : state.dataset.none;
    } catch (error) {
      if (error.name === "AbortError") return;
      // Marks of an earlier text beside this one would mislead.
      result.replaceChildren();
      state.textContent = state.dataset.failed;
    }
  }

  function later() {
    sessionStorage.setItem(kept, form.elements.text.value);
    clearTimeout(timer);
    timer = setTimeout(check, pause);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  if (!form.elements.text.value && sessionStorage.getItem(kept)) {
    form.elements.text.value = sessionStorage.getItem(kept);
    check();
  }
})();
