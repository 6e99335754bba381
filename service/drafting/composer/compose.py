"""A statement from the ledger without a model: material into a template under `prompts/composer/`, marks back into sentences."""

from functools import cache
from typing import Any

import jinja2

from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import IncidentBrief, Language, StatementRequest, StatementType
from service.datafiles import fault
from service.drafting.composer.corrections import correction
from service.drafting.composer.faq import faq_blocks
from service.drafting.composer.fitting import fit
from service.drafting.composer.hongkong import in_hong_kong, simplified
from service.drafting.composer.localised import localised
from service.drafting.composer.marks import BREAK, Line, mark, read_marks
from service.drafting.composer.material import Material
from service.drafting.composer.sections import sections
from service.drafting.composer.updates import compare
from service.language import base_language
from service.llm.schemas import Composition
from service.resources import prompts_dir


@cache
def _environment() -> jinja2.Environment:
    # No autoescape: the output is plain text; pages escape it where they show it.
    return jinja2.Environment(  # noqa: S701
        loader=jinja2.FileSystemLoader(prompts_dir() / "composer"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def composable(statement: StatementType, language: str) -> bool:
    """Whether there is a template for this statement in this language; Hong Kong's written Chinese uses the mainland's."""
    return (prompts_dir() / "composer" / _name(statement, language)).is_file()


def compose(brief: IncidentBrief, request: StatementRequest, assessment: Assessment, brand: BrandProfile | None) -> Composition:
    """The statement, in sentences with their elements and basis ids.

    Raises:
        DataFault: a template is broken.
    """
    if request.language is Language.ZH_HK:
        mainland = request.model_copy(update={"language": Language.ZH_CN})
        return in_hong_kong(compose(simplified(brief), mainland, assessment, brand), brief)
    material = Material(brief, request, assessment, brand)
    name = _name(request.statement, request.language)
    variables: dict[str, Any] = {"m": material, "s": _mark, "br": BREAK, "parts": sections(material)}
    if request.statement is StatementType.FAQ:
        variables["blocks"] = faq_blocks(material)
    if request.previous is not None:
        changes = compare(material, request.previous.text)
        variables |= {"changes": changes, "correction": correction(material, request.previous, changes)}
    try:
        rendered = _environment().get_template(name).render(variables)
    except jinja2.TemplateError as error:
        line = getattr(error, "lineno", None)
        raise fault(f"prompts/composer/{name}", line, "", str(error)) from error
    whole = read_marks(rendered, f"prompts/composer/{name}", material.grammar.joiner)
    if material.grammar.code == "en":
        whole = localised(whole, brief, request.language)
    return fit(whole, request.statement, request.channel)


def _name(statement: StatementType, language: str) -> str:
    return f"{base_language(language)}/{statement}.j2"


def _mark(element: str, line: Line | str | None, basis: tuple[str, ...] = (), lead: str | None = "") -> str:
    """What templates call `s`: nothing for nothing, else a marked sentence."""
    if line is None or not str(line):
        return ""
    if lead:
        line = Line(lead + str(line), line.basis if isinstance(line, Line) else ())
    return mark(element, line, basis)
