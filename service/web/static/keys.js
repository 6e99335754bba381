// Keys of the review page; every one leads to something that is on the page for the mouse too. The sheet is at /help/keys.
"use strict";
(() => {
  const decisions = () => [...document.querySelectorAll("#findings article.decision")];
  let chosen = "waived";

  function go(step) {
    const all = decisions();
    if (!all.length) return;
    const here = all.indexOf(document.activeElement?.closest("article.decision"));
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : (here + step + all.length) % all.length];
    const folded = next.closest("details");
    if (folded) folded.open = true;
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function reason(kind) {
    const here = document.activeElement?.closest("article.decision") ?? decisions()[0];
    const field = here?.querySelector("input[name=reason]");
    if (!field) return;
    chosen = kind;
    field.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target;
    if (event.key === "Enter" && field.matches?.("article.decision input[name=reason]")) {
      const button = field.form.querySelector(`button[name=kind][value=${chosen}]`);
      if (button) {
        event.preventDefault();
        field.form.requestSubmit(button);
      }
      return;
    }
    if (field.matches?.("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") field.blur();
      return;
    }
    const act = {
      j: () => go(1),
      k: () => go(-1),
      w: () => reason("waived"),
      x: () => reason("wrong"),
      e: () => document.querySelector('a[href$="#edit"]')?.click(),
      a: () => document.querySelector("#verdict button")?.focus(),
      s: () => document.querySelector("#sign button")?.focus(),
      "?": () => window.location.assign("/help/keys"),
    }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
