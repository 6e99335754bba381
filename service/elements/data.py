"""The package's data files, read once."""

from functools import cache

from service.briefs import Channel
from service.datafiles import load_data
from service.elements.schemas import (
    ChannelFile,
    ChannelForm,
    ConductFile,
    ConductRule,
    Element,
    ElementFile,
    ElementName,
    FoldingFile,
    RequiredFile,
    StatementForm,
)
from service.resources import knowledge_dir

NO_FORM = StatementForm(demands=())


@cache
def elements() -> dict[ElementName, Element]:
    """Every element by name.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(knowledge_dir() / "elements" / "elements.yml", ElementFile).elements


def statement_form(statement: str) -> StatementForm:
    """What a kind of statement must hold; nothing for kinds the file does not name.

    Raises:
        DataFault: the file breaks its schema.
    """
    return _forms().get(statement, NO_FORM)


@cache
def _forms() -> dict[str, StatementForm]:
    found = load_data(knowledge_dir() / "elements" / "required.yml", RequiredFile).statements
    return {kind.value: form for kind, form in found.items()}


def channel_limit(channel: Channel | str) -> ChannelForm:
    """What fits a channel.

    Raises:
        ValueError: no such channel.
        DataFault: the file breaks its schema.
    """
    return _channels()[Channel(channel)]


@cache
def _channels() -> dict[Channel, ChannelForm]:
    return load_data(knowledge_dir() / "elements" / "channels.yml", ChannelFile).channels


@cache
def conduct_rules() -> tuple[ConductRule, ...]:
    """Every conduct rule, in the order of the files.

    Raises:
        DataFault: a file breaks its schema.
    """
    paths = sorted((knowledge_dir() / "elements").glob("conduct_*.yml"))
    return tuple(rule for path in paths for rule in load_data(path, ConductFile).rules)


@cache
def folding() -> dict[int, str]:
    """A character table that keeps every offset: traditional to simplified, full-width letters and digits to plain ones."""
    pairs = load_data(knowledge_dir() / "elements" / "traditional.yml", FoldingFile).pairs.split()
    table = {ord(pair[0]): pair[1] for pair in pairs}
    wide = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
    return table | {code: chr(code - 0xFEE0) for code in wide}


def fold(text: str) -> str:
    """`text` in the script and width the patterns are written in; the same length."""
    return text.translate(folding())
