"""Notes that other people wrote, with what a person would list of them."""

from evals.tasks.intake import LEAST_PRECISION, LEAST_RECALL, figures_of, load, read


def test_most_of_what_a_person_lists_is_read_and_every_quote_is_exact() -> None:
    figures = figures_of([read(sample) for sample in load()])
    assert figures["recall"] >= LEAST_RECALL
    assert figures["precision"] >= LEAST_PRECISION
    assert figures["contradictions found"] >= 0.75
    assert figures["quotes exact"] == 1
