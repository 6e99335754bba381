"""A grounding run as a page for a terminal: targets, tables, and on request every miss and false alarm."""

from collections.abc import Iterable, Iterator, Sequence

from evals.scorers.grounding import Flag
from evals.tasks.grounding_figures import CarelessFigures, Caught, Clean, Figures, Share, Target
from evals.tasks.grounding_scores import InventionScore, Scores
from service.cli.wrapping import cells, printable
from service.i18n import Localized, UiLanguage

_TARGETS = {
    "caught": Localized("查出的编造", "inventions caught"),
    "worst_kind": Localized("查出最少的一类", "the kind caught least"),
    "false_errors": Localized("有误报的忠实文稿", "faithful texts with a false error"),
    "composed_findings": Localized("自动文稿上的提示", "findings on composed statements"),
    "composed_basis": Localized("自动文稿的依据一致", "composed: basis as declared"),
}
_MET, _MISSED = Localized("达到", "met"), Localized("未达到", "missed")
_AIM = Localized("（不影响退出码）", " (does not count)")
_HEAD = {
    "kind": Localized("类别", "kind"),
    "n": Localized("数量", "n"),
    "caught": Localized("查出", "caught"),
    "by_error": Localized("以错误查出", "by error"),
    "zh": Localized("中文", "zh"),
    "en": Localized("英文", "en"),
}
_ALL = Localized("合计", "all")
_KEPT_BACK = Localized("（留出集，不显示原文）", "(held back: words not shown)")
_CONFUSION = {
    "inventions": Localized("有编造", "with inventions"),
    "faithful": Localized("没有编造", "without"),
    "error": Localized("错误", "error"),
    "warning": Localized("只有警告", "warning only"),
    "none": Localized("无", "nothing"),
}


def page(which: str, scores: Scores, figures: Figures, language: UiLanguage, *, misses: bool = False) -> str:
    """The whole page."""
    writer = _Page(language)
    head = Localized(
        f"依据检查 · {which} 集：{len(scores.faithful)} 篇忠实文稿，{len(scores.mutants)} 篇改动稿",
        f"Grounding, set {which}: {len(scores.faithful)} faithful texts, {len(scores.mutants)} mutants",
    )
    parts = [head.in_(language), writer.targets(figures.targets), writer.kinds(figures.mutants, figures.kinds)]
    parts += [writer.clean(figures.faithful), writer.composed(figures)]
    if figures.careless is not None:
        parts.append(writer.careless(figures.careless))
    if misses:
        parts += [part for part in writer.misses(scores) if part]
    return "\n\n".join(parts)


class _Page:
    """The parts of a page in one language."""

    def __init__(self, language: UiLanguage) -> None:
        self._language = language

    def targets(self, targets: Iterable[Target]) -> str:
        rows, verdicts = [], []
        for target in targets:
            counted = target.name == "composed_findings"
            value = "–" if target.value is None else f"{target.value:.0f}" if counted else f"{target.value:.1%}"
            bound = f"{target.bound:.0f}" if counted else f"{target.bound:.0%}"
            verdict = self._say(_MET if target.met else _MISSED) + ("" if target.binding else self._say(_AIM))
            rows.append([self._say(_TARGETS[target.name]), value, f"{'≥' if target.at_least else '≤'} {bound}"])
            verdicts.append(verdict)
        lines = _table(rows).split("\n")
        return "\n".join(f"{line}  {verdict}" for line, verdict in zip(lines, verdicts, strict=True))

    def kinds(self, total: Caught, kinds: dict[str, Caught]) -> str:
        head = [self._say(_HEAD[name]) for name in ("kind", "n", "caught", "by_error", "zh", "en")]
        rows = [self._row(name, item) for name, item in kinds.items()]
        return _table([head, self._row(self._say(_ALL), total), *rows])

    def clean(self, clean: Clean, what: Localized | None = None) -> str:
        name = what or Localized("忠实文稿", "Faithful texts")
        apart = "，".join if self._language == "zh" else ", ".join
        by_language = apart(f"{self._say(_HEAD[tag])} {_of(share)}" for tag, share in clean.languages.items())
        return Localized(
            f"{name.zh}：有误报（错误）{_of(clean.errors)}（{by_language}）；只有警告 {_of(clean.warnings)}",
            f"{name.en}: with a false error {_of(clean.errors)} ({by_language}); with warnings only {_of(clean.warnings)}",
        ).in_(self._language)

    def composed(self, figures: Figures) -> str:
        composed = figures.composed
        return Localized(
            f"自动文稿 {composed.statements} 篇：提示 {composed.findings} 条；依据与声明一致的句子 {_of(composed.same_basis)}",
            f"Composed statements, {composed.statements}: {composed.findings} findings; sentences with the declared basis {_of(composed.same_basis)}",
        ).in_(self._language)

    def careless(self, careless: CarelessFigures) -> str:
        title = Localized("草率文稿（careless）", "Careless texts").in_(self._language)
        lost = Localized(
            f"有编造的文稿中，另有错误不在编造处的 {_of(careless.with_stray)}，共 {careless.stray} 条",
            f"Texts with inventions and errors elsewhere: {_of(careless.with_stray)}, {careless.stray} errors",
        ).in_(self._language)
        columns = ("error", "warning", "none")
        confusion = [["", *(self._say(_CONFUSION[name]) for name in columns)]]
        confusion += [
            [self._say(_CONFUSION[name]), *(str(row[column]) for column in columns)] for name, row in careless.confusion.items()
        ]
        innocent = Localized("没有编造的草率文稿", "Careless texts without inventions")
        parts = [title, self.kinds(careless.inventions, careless.kinds), self.clean(careless.clean, innocent), lost]
        return "\n".join([*parts, _table(confusion)])

    def misses(self, scores: Scores) -> Iterator[str]:
        yield self._list(Localized("漏报", "Missed"), (self._missed(item) for item in scores.mutants if not item.grade.is_caught))
        yield self._list(Localized("误报", "False errors"), self._false((item.id, item.errors) for item in scores.faithful))
        marks = [mark for item in scores.careless for mark in item.inventions]
        yield self._list(
            Localized("草率文稿的漏报", "Missed in careless texts"),
            (self._missed(item) for item in marks if not item.grade.is_caught),
        )
        innocent = ((item.text.id, item.text.errors) for item in scores.careless if not item.inventions)
        yield self._list(Localized("草率文稿的误报", "False errors in careless texts"), self._false(innocent))
        yield self._list(
            Localized("不在编造处的错误", "Errors away from every invention"),
            self._false((item.text.id, item.stray) for item in scores.careless),
        )
        yield self._list(
            Localized("自动文稿上的提示", "Findings on composed statements"),
            self._false((item.id, item.findings) for item in scores.composed),
        )
        differences = (
            f"{item.id}  {', '.join(other.declared) or '–'} ≠ {', '.join(other.resolved) or '–'}  {_line(other.sentence)}"
            for item in scores.composed
            for other in item.differences
        )
        yield self._list(Localized("依据与声明不一致（声明 ≠ 判定）", "Other basis (declared ≠ found)"), differences)

    def _missed(self, item: InventionScore) -> str:
        if item.words is None or item.sentence is None:
            return f"{item.id}  {item.kind}  {self._say(_KEPT_BACK)}"
        instead = f" ← {_line(item.instead_of)}" if item.instead_of is not None else ""
        # An inserted sentence is told once.
        sentence = f"\n    {_line(item.sentence)}" if item.sentence != item.words.strip() else ""
        return f"{item.id}  {item.kind}  {_line(item.words)}{instead}{sentence}"

    def _false(self, items: Iterable[tuple[str, Sequence[Flag]]]) -> Iterator[str]:
        for ident, flags in items:
            for flag in flags:
                if flag.words is None or flag.sentence is None:
                    told = self._say(_KEPT_BACK)
                else:
                    told = _line(flag.words) + (f"\n    {_line(flag.sentence)}" if flag.sentence != flag.words.strip() else "")
                yield f"{ident}  {flag.rule}  [{flag.start}, {flag.end})  {told}"

    def _list(self, title: Localized, lines: Iterable[str]) -> str:
        shown = list(lines)
        return "\n".join([f"{self._say(title)} ({len(shown)})", *shown]) if shown else ""

    def _row(self, name: str, item: Caught) -> list[str]:
        languages = (item.languages["zh"], item.languages["en"])
        return [name, str(item.caught.n), *(_percent(share) for share in (item.caught, item.by_error, *languages))]

    def _say(self, text: Localized) -> str:
        return text.in_(self._language)


def _percent(share: Share) -> str:
    return "–" if share.value is None else f"{share.value:.1%}"


def _of(share: Share) -> str:
    return f"{_percent(share)} ({share.hits}/{share.n})"


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, the first to the left, the others to the right."""
    widths = [max(cells(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        first, *others = (" " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join([row[0] + first, *(gap + cell for gap, cell in zip(others, row[1:], strict=True))]).rstrip())
    return "\n".join(lines)
