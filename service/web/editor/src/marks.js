// How gaps and sentences look: a gap is a chip, a sentence tells on hover or by key what it rests on.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, showTooltip } from "@codemirror/view";

export const told = StateEffect.define();
const pinned = StateEffect.define();

const chip = Decoration.mark({ class: "cm-gap" });

export const known = StateField.define({
  create: () => ({ gaps: [], sentences: [] }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(told)) return effect.value;
    if (!transaction.docChanged) return value;
    const moved = (items) =>
      items
        .map((item) => ({ ...item, from: transaction.changes.mapPos(item.from, 1), to: transaction.changes.mapPos(item.to, -1) }))
        .filter((item) => item.from < item.to);
    return { gaps: moved(value.gaps), sentences: moved(value.sentences) };
  },
  provide: (field) =>
    EditorView.decorations.from(field, (value) => Decoration.set(value.gaps.map((gap) => chip.range(gap.from, gap.to)), true)),
});

function sentenceAt(state, place) {
  return state.field(known).sentences.find((item) => item.from <= place && place < item.to);
}

function described(sentence, words) {
  const box = document.createElement("div");
  box.className = "cm-basis";
  const head = box.appendChild(document.createElement("p"));
  head.textContent = sentence.basis.length ? words.basis : words.noBasis;
  const list = box.appendChild(document.createElement("ul"));
  for (const line of sentence.basis) list.appendChild(document.createElement("li")).textContent = line;
  return box;
}

export function basis(words) {
  const shown = StateField.define({
    create: () => null,
    update(value, transaction) {
      for (const effect of transaction.effects) if (effect.is(pinned)) return effect.value;
      return transaction.docChanged || transaction.selection ? null : value;
    },
    provide: (field) => showTooltip.from(field),
  });
  const hover = hoverTooltip(
    (view, place) => {
      const sentence = sentenceAt(view.state, place);
      if (!sentence) return null;
      return { pos: sentence.from, end: sentence.to, above: false, create: () => ({ dom: described(sentence, words) }) };
    },
    { hoverTime: 400 },
  );
  function show(view) {
    const place = view.state.selection.main.head;
    const sentence = sentenceAt(view.state, place);
    if (!sentence) return false;
    const tooltip = { pos: sentence.from, above: false, create: () => ({ dom: described(sentence, words) }) };
    view.dispatch({ effects: pinned.of(tooltip) });
    return true;
  }
  return { extension: [shown, hover], show };
}
