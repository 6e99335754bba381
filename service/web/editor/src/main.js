// The editor of a statement: what is found is underlined while one types, a fix is one key away, nothing typed is lost.
// Without this file the form's text field does the same with a button. Built by `npm run build` into static/editor.js.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { lintKeymap, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap } from "@codemirror/view";

import { asker } from "./asking.js";
import { keeper } from "./keeping.js";
import { basis, known, told } from "./marks.js";
import { placed } from "./offsets.js";
import { style } from "./style.js";

const PAUSE = 120;
const REST = 500;
const SEVERITY = { error: "error", warning: "warning", suggestion: "info" };

function describe(finding) {
  return [finding.message, finding.basis, finding.suggestion].filter(Boolean).join("\n");
}

function start(field) {
  const form = field.form;
  const title = form.elements.title;
  const words = JSON.parse(field.dataset.words);
  const state = document.getElementById(field.dataset.state);
  const ask = asker(field.dataset.editor, () => title.value);
  // Of its own: a question for fixes must never end one for findings.
  const askLater = asker(field.dataset.editor, () => title.value);
  const kept = keeper(field.dataset.draft, field.dataset.version);
  const grounds = basis(words);
  let timer = 0;
  let resting = 0;
  let found = null;
  let fixes = [];

  const host = document.createElement("div");
  host.className = "editor";
  field.before(host);
  field.hidden = true;
  const root = host.attachShadow({ mode: "open" });

  function actionsOf(index, kind) {
    return fixes
      .filter((fix) => fix[kind] === index)
      .map((fix) => ({
        name: fix.kind === "cut" ? words.cut : `${words[fix.kind]}${fix.replacement}`,
        apply(view) {
          view.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.replacement }, userEvent: "input.fix", scrollIntoView: true });
          view.focus();
        },
      }));
  }

  function show(view) {
    const rows = found.findings.map((finding, index) => ({
      from: finding.from,
      to: finding.to,
      severity: SEVERITY[finding.severity],
      source: finding.rule,
      message: describe(finding),
      actions: actionsOf(index, "finding"),
    }));
    const gaps = found.gaps.map((gap, index) => {
      const actions = actionsOf(index, "gap");
      return { from: gap.from, to: gap.to, severity: "warning", source: words.gap, message: actions.length ? gap.need : `${gap.need}\n${words.notKnown}`, actions };
    });
    const diagnostics = [...rows.filter((row) => row.source !== "unfilled-gap"), ...gaps];
    view.dispatch(setDiagnostics(view.state, diagnostics), { effects: told.of({ gaps: found.gaps, sentences: found.sentences }) });
  }

  function tell(answer) {
    const counts = { error: 0, warning: 0, suggestion: 0 };
    for (const finding of answer.findings) counts[finding.severity] += 1;
    state.textContent = [
      `${words.errors} ${counts.error}`,
      `${words.warnings} ${counts.warning}`,
      `${words.gaps} ${answer.gaps.length}`,
    ].join(" · ");
    state.dataset.blocked = String(answer.blocked);
  }

  async function check(view) {
    const text = view.state.doc.toString();
    try {
      const answer = await ask("check", text);
      if (answer === undefined) return;
      if (answer === null || view.state.doc.toString() !== text) {
        if (answer === null) state.textContent = words.empty;
        return;
      }
      fixes = [];
      found = { findings: placed(answer.findings, text), gaps: placed(answer.gaps, text), sentences: placed(answer.sentences, text) };
      tell(answer);
      show(view);
      performance.mark("firstword-underlined");
      clearTimeout(resting);
      if (answer.findings.length || answer.gaps.length) resting = setTimeout(() => offer(view), REST);
    } catch {
      // Marks of an older text beside this one would mislead.
      view.dispatch(setDiagnostics(view.state, []));
      state.textContent = words.failed;
    }
  }

  async function offer(view) {
    const text = view.state.doc.toString();
    try {
      const answer = await askLater("fixes", text);
      if (!answer || view.state.doc.toString() !== text || !found) return;
      fixes = placed(answer, text);
      show(view);
    } catch {
      // The findings stand without them.
    }
  }

  function applyNearest(view) {
    const place = view.state.selection.main.head;
    const at = (items) => items?.findIndex((item) => item.from <= place && place <= item.to) ?? -1;
    for (const [items, kind] of [[found?.gaps, "gap"], [found?.findings, "finding"]]) {
      const index = at(items);
      const [action] = index < 0 ? [] : actionsOf(index, kind);
      if (action) {
        action.apply(view);
        return true;
      }
    }
    state.textContent = words.noFix;
    return true;
  }

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        history(),
        drawSelection(),
        highlightSpecialChars(),
        EditorView.lineWrapping,
        EditorState.allowMultipleSelections.of(false),
        EditorView.contentAttributes.of({
          "aria-label": words.label,
          "aria-multiline": "true",
          tabindex: "0",
          lang: field.lang,
          spellcheck: "true",
          ...(field.getAttribute("aria-describedby") ? { "aria-description": words.keys } : {}),
        }),
        EditorState.phrases.of(words.phrases),
        known,
        grounds.extension,
        keymap.of([
          { key: "Alt-ArrowDown", run: nextDiagnostic },
          { key: "Alt-ArrowUp", run: previousDiagnostic },
          { key: "Alt-Enter", run: applyNearest },
          { key: "Alt-b", run: grounds.show },
          { key: "Mod-s", run: () => (form.requestSubmit(field.dataset.save ? document.getElementById(field.dataset.save) : undefined), true) },
          ...lintKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          field.value = update.state.doc.toString();
          changed();
        }),
        style,
      ],
    }),
  });

  function changed() {
    kept.keep(title.value, field.value);
    clearTimeout(timer);
    clearTimeout(resting);
    timer = setTimeout(() => check(view), PAUSE);
  }

  title.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    // Kept until the answer shows that it is stored: this page is gone by then, the next one asks.
    if (event.submitter?.name !== "discard") sessionStorage.setItem("firstword-sent", field.dataset.draft);
  });
  restore(view, kept, field, title, words);
  check(view);
  return view;
}

function restore(view, kept, field, title, words) {
  const left = kept.left();
  const sent = sessionStorage.getItem("firstword-sent") === field.dataset.draft;
  sessionStorage.removeItem("firstword-sent");
  if (!left) return;
  if (left.text === field.value && left.title === title.value) return void kept.forget();
  if (sent && left.version !== field.dataset.version) return void kept.forget();
  const note = document.createElement("p");
  note.className = "note";
  note.setAttribute("role", "status");
  note.append(`${left.version === field.dataset.version ? words.left : words.leftOlder} `);
  const use = Object.assign(document.createElement("button"), { type: "button", textContent: words.takeUp });
  const drop = Object.assign(document.createElement("button"), { type: "button", textContent: words.drop });
  use.addEventListener("click", () => {
    title.value = left.title;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: left.text } });
    note.remove();
    view.focus();
  });
  drop.addEventListener("click", () => {
    kept.forget();
    note.remove();
    view.focus();
  });
  note.append(use, " ", drop);
  field.before(note);
}

for (const field of document.querySelectorAll("textarea[data-editor]")) start(field);
