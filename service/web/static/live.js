// Shows a draft while it is made: a form marked data-live is sent as it stands, the answer comes as events, and the last of them holds
// the same page that the button gives without this file, or the text that was kept and where it is.
"use strict";
(() => {
  const wanted = "text/event-stream";

  function begin(form, submitter) {
    const live = document.getElementById("live");
    const state = document.getElementById("live-state");
    const text = document.getElementById("live-text");
    const stages = Object.fromEntries(live.dataset.stages.split(";").map((item) => item.split(":")));
    const fields = new FormData(form);
    if (submitter && submitter.name) fields.append(submitter.name, submitter.value);
    text.replaceChildren();
    live.hidden = false;
    live.scrollIntoView({ block: "start" });
    const told = {
      stage(data) {
        const place = data.of > 1 ? ` ${data.statement + 1}/${data.of}` : "";
        state.textContent = (stages[data.stage] || data.stage) + place;
        if (data.stage === "write") {
          text.append(Object.assign(document.createElement("p"), { lang: data.language }));
        }
      },
      sentence(data) {
        const paragraph = text.lastElementChild;
        paragraph.append(data.before, Object.assign(document.createElement("span"), { className: data.origin, textContent: data.text }));
      },
      finding() {},
      done(data) {
        if (data.location) {
          text.replaceChildren();
          told.stage({ stage: "write", language: data.language });
          data.sentences.forEach(told.sentence);
          told.stage({ stage: "kept" });
          location.assign(data.location);
          return;
        }
        const page = new DOMParser().parseFromString(data.html, "text/html");
        document.documentElement.lang = page.documentElement.lang;
        document.body.replaceWith(document.adoptNode(page.body));
        watch();
        document.getElementById("main").focus();
        window.scrollTo(0, 0);
        document.dispatchEvent(new Event("firstword:page"));
      },
      error(data) {
        stop([data.detail, ...(data.problems || []).map((problem) => problem.message)].join(" "));
      },
    };
    // Pressed twice it would be drafted twice.
    if (submitter) submitter.disabled = true;
    const stop = (message) => {
      state.textContent = message;
      if (submitter) submitter.disabled = false;
    };
    return { fields, told, fail: () => stop(live.dataset.failed) };
  }

  async function draft(form, submitter) {
    const { fields, told, fail } = begin(form, submitter);
    let ended = false;
    try {
      // Not form.action: a button of that name stands before it.
      const answer = await fetch(form.getAttribute("action"), { method: "POST", headers: { accept: wanted }, body: new URLSearchParams(fields) });
      if (!(answer.headers.get("content-type") || "").startsWith(wanted)) {
        // A refusal before anything began is a page of its own.
        form.submit();
        return;
      }
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let waiting = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        waiting += value;
        const blocks = waiting.split("\n\n");
        waiting = blocks.pop();
        for (const block of blocks) {
          const name = /^event: (.*)$/m.exec(block);
          const data = /^data: (.*)$/m.exec(block);
          if (!name || !data) continue;
          ended = ended || name[1] === "done" || name[1] === "error";
          told[name[1]](JSON.parse(data[1]));
        }
      }
      if (!ended) fail();
    } catch {
      fail();
    }
  }

  function watch() {
    for (const form of document.querySelectorAll("form[data-live]")) {
      form.addEventListener("submit", (event) => {
        const button = event.submitter;
        // Another language or more rows is another page, not a draft.
        if (button && button.name) return;
        event.preventDefault();
        draft(form, button);
      });
    }
  }

  // Whoever comes back by the browser's button finds the page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.getElementById("live").hidden = true;
    for (const button of document.querySelectorAll("form[data-live] button:disabled")) button.disabled = false;
  });

  watch();
})();
