"""A model's composition made ready to be checked: one sentence an item, without marks of its own making, FAQ blocks in their form."""

import re
from dataclasses import replace

from service.briefs import Language, StatementType
from service.drafting.composer.hongkong import in_hong_kong
from service.drafting.tasks import Task
from service.elements.sentences import split_sentences
from service.llm.schemas import Composition, Sentence
from service.patterns import lazy

_IDS = r"(?:[FC]\d{1,3}|contact:\d+|incident|issued_at|issuer|next_update_at|passage:[\w.#:/-]+)"
_NAMED_IDS = lazy(
    rf"\s*[（(\[【]\s*(?:依据|来源|basis|sources?|see)?[:：]?\s*{_IDS}(?:\s*[,，、;；]\s*{_IDS})*\s*[）)\]】]", re.IGNORECASE
)
_MARKDOWN = lazy(r"\*\*(?=\S)|(?<=\S)\*\*|^#{1,6}\s+|^[-*•]\s+|^>\s+|`+")
# How the prompt labels a line's source, a promise's owner and its time; some models copy the labels with the line.
_SOURCE_LABEL = lazy(r"(?<=[（(])\s*(?:可公开的来源：|source that may be named: )", re.IGNORECASE)
_PROMISE_LABEL = lazy(
    r"\s*[；;，,]\s*(?:(?:负责|期限)：[^；;，,。]*|(?:owner|due): (?:[ap]\.m\.|[^;,.])*)(?=[；;，,。.]|$)", re.IGNORECASE
)
# Two sentences that rest on nothing and share so many words say one thing.
_SAME = 0.7
_CONTACT_ID = lazy(r"[\[【](?:contact:)(?P<number>\d{1,2})[\]】]")
_WORD = lazy(r"[A-Za-z']+|[\u4e00-\u9fff]")
_QUESTION_END = ("？", "?")
_SENTENCE_END = ("。", "！", "？", "；", "!", "?", ";", ":", "：", "，", ",")


def prepared(task: Task, written: Composition) -> Composition:
    """The composition in single sentences; a title without text is left empty; for Hong Kong in its script and terms."""
    sentences: list[Sentence] = []
    for item in written.sentences:
        text = _tidy(_with_contacts(item.text, task))
        pieces = [text[piece.start : piece.end] for piece in split_sentences(text)] if _may_split(item) else [text]
        inside = "" if task.language == "zh" else " "
        for number, piece in enumerate(pieces):
            if piece:
                sentences.append(replace(item, text=piece, before=item.before if number == 0 else inside))
    sentences = _in_blocks(sentences) if task.request.statement is StatementType.FAQ else _once(sentences)
    sentences = [replace(item, before="\n\n") if _is_signature(item) else item for item in sentences]
    if sentences:
        sentences[0] = replace(sentences[0], before="")
    whole = Composition(_tidy(written.title).rstrip("。."), tuple(sentences))
    # Before any check: what is verified is what will be read.
    return in_hong_kong(whole, task.brief) if task.request.language is Language.ZH_HK else whole


def _with_contacts(text: str, task: Task) -> str:
    """With the contact itself where a model wrote its id: "call us on [contact:0]"."""
    contacts = task.brief.contacts

    def value(found: re.Match[str]) -> str:
        number = int(found.group("number"))
        return contacts[number].value if number < len(contacts) and contacts[number].value not in text else found.group()

    return _CONTACT_ID.sub(value, text)


def _tidy(text: str) -> str:
    """Without Markdown, the prompt's labels, and ids named in the text, which some models put behind every sentence."""
    plain = _NAMED_IDS.sub("", _MARKDOWN.sub("", text))
    return _PROMISE_LABEL.sub("", _SOURCE_LABEL.sub("", plain)).strip()


def _once(sentences: list[Sentence]) -> list[Sentence]:
    """Without sentences that rest on nothing and only say again what one before them says: "We are sorry for any … this may have caused"."""
    found: list[Sentence] = []
    told: list[set[str]] = []
    for sentence in sentences:
        words = set(_WORD.findall(sentence.text.lower()))
        is_again = any(len(words & other) >= _SAME * len(words | other) for other in told)
        if sentence.basis or not words or not is_again:
            found.append(sentence)
        if not sentence.basis and words:
            told.append(words)
    return found


def _may_split(item: Sentence) -> bool:
    # A signature's "Ltd." and a contact line are no two sentences.
    return item.element not in {"issuer", "contact", "question"}


def _is_signature(sentence: Sentence) -> bool:
    """Who signs, on a line of its own whatever paragraph the model put it in; "we are …" within the text is none."""
    return sentence.element == "issuer" and not sentence.text.endswith(_SENTENCE_END)


def _in_blocks(sentences: list[Sentence]) -> list[Sentence]:
    """Question lines, each with its answer on the next line and a blank line before it."""
    found: list[Sentence] = []
    for sentence in sentences:
        is_question = sentence.text.endswith(_QUESTION_END)
        element = "question" if is_question else "answer" if sentence.element in {"question", ""} else sentence.element
        after_question = bool(found) and found[-1].element == "question"
        before = "\n\n" if is_question else "\n" if after_question else sentence.before
        found.append(replace(sentence, element=element, before=before))
    return found
