"""Sample briefs, and what comes of a text's promises under them."""

from functools import cache
from pathlib import Path

from service.briefs import IncidentBrief
from service.briefs.loader import load_brief
from service.grounding.alignment import board_of
from service.grounding.clauses import read_sentences
from service.grounding.extract import read
from service.grounding.folding import Sentences, Span
from service.grounding.promise_matter import PromisedMatter
from service.grounding.promises import Promise, commitments_of, find_promises
from service.grounding.said import read_clauses
from service.grounding.types import ClaimKind

ROOT = Path(__file__).parents[2]
SAMPLES = {
    "livestream": "evals/briefs/02-livestream-oversell.yml",
    "kit": "evals/briefs/17-us-meal-kit-supplier-incomplete.yml",
    "highchair": "evals/datasets/grounding/briefs/dev-02-highchair-recall.yml",
    "hotpot": "evals/briefs/05-hotpot-food-poisoning.yml",
    "foundry": "evals/briefs/09-foundry-death.yml",
    "payments": "evals/briefs/13-us-payments-outage.yml",
    "ride": "evals/briefs/18-uk-park-ride-death.yml",
    "river": "evals/briefs/16-uk-river-spill.yml",
    "cake": "evals/briefs/04-late-cake-delivery.yml",
    "thermos": "evals/briefs/03-group-buy-thermos-quality.yml",
    "dental": "evals/briefs/14-us-dental-data-breach.yml",
    "pharmacy": "evals/datasets/grounding/briefs/dev-03-us-pharmacy-wrong-strength.yml",
    "lift": "evals/datasets/grounding/briefs/dev-01-nursing-home-lift.yml",
    "executive": "evals/briefs/11-executive-remark-age.yml",
    "courier": "evals/briefs/12-courier-pay-dispute-incomplete.yml",
    "purifier": "evals/briefs/08-malicious-attack-water-purifier.yml",
    "homestay": "evals/briefs/10-homestay-data-breach-incomplete.yml",
    "cafe": "evals/briefs/15-uk-cafe-review.yml",
    "illustration": "evals/briefs/20-bilingual-illustration-ip.yml",
    "school": "evals/briefs/06-school-meal-children.yml",
    "admin": "evals/briefs/01-group-admin-insult.yml",
    "rumour": "evals/briefs/07-hk-rumour-frozen-chicken.yml",
    "powerbank": "evals/briefs/19-bilingual-power-bank-fire.yml",
    "blanket": "evals/datasets/grounding/briefs/dev2-01-zh-electric-blanket-recall.yml",
    "property": "evals/datasets/grounding/briefs/dev2-02-zh-property-income-misuse.yml",
    "granola": "evals/datasets/grounding/briefs/dev2-03-en-us-granola-allergen.yml",
    "boiler": "evals/datasets/grounding/briefs/dev2-04-en-uk-boiler-carbon-monoxide.yml",
}
TIMED = (ClaimKind.DATE, ClaimKind.TIME, ClaimKind.DATETIME, ClaimKind.DURATION)


@cache
def sample(name: str) -> IncidentBrief:
    path = ROOT / SAMPLES[name]
    return load_brief(path.read_text(encoding="utf-8"), path.name)


def promises(text: str, brief: IncidentBrief) -> list[Promise]:
    reading = read(text, brief.issued_at.date())
    timed = [Span(m.start, m.end) for m in reading.mentions if m.kind in TIMED]
    sentences = Sentences(reading.folded)
    board = board_of(brief)
    said = read_clauses(reading.folded, read_sentences(reading.folded, sentences), reading.mentions, board)
    return list(find_promises(reading.folded, sentences, commitments_of(brief), timed, PromisedMatter(board, said)))


def outcome(promise: Promise) -> str:
    if promise.supported_by:
        return "held"
    if promise.unapproved:
        return "unapproved"
    if promise.routine:
        return "routine"
    return "unsure" if promise.unsure else "error"


def outcomes(text: str, brief: IncidentBrief) -> set[str]:
    return {outcome(promise) for promise in promises(text, brief)}


def findings(text: str, brief: IncidentBrief) -> list[tuple[str, str]]:
    found = [(outcome(promise), text[promise.span.start : promise.span.end]) for promise in promises(text, brief)]
    return [item for item in found if item[0] not in ("held", "routine")]
