"""The request to a model for some of its sentences anew: the findings word for word, and the items of the ledger they concern."""

from service.drafting.claims import supports_of
from service.drafting.prompting import drafting_inputs
from service.drafting.tasks import Task
from service.drafting.verifying.judging import Fault
from service.drafting.verifying.loop import Faults
from service.llm.schemas import Composition
from service.prompting.inputs import DraftLine, FaultInput, RepairInputs
from service.prompting.library import find_prompt
from service.prompting.render import RenderedPrompt, render_prompt


def render_repair(task: Task, composition: Composition, faults: Faults) -> RenderedPrompt | None:
    """Exactly the messages that are sent; None where there is no such prompt in the statement's language."""
    template = find_prompt(f"drafting/repair.{task.language}")
    if template is None:
        return None
    drafting = drafting_inputs(task.brief, task.request, task.assessment, task.passages)
    # Supports hold public items alone: a finding that points to a hidden one adds no words of it.
    known = supports_of(task.brief, task.language, str(task.request.language))

    def told(fault: Fault) -> FaultInput:
        support = known.get(fault.basis or "")
        return FaultInput(quote=fault.text, reason=fault.reason, ledger=support.line if support is not None else "")

    lines = tuple(
        DraftLine(
            number=number + 1,
            text=sentence.text,
            element=sentence.element or "-",
            faults=tuple(told(fault) for fault in faults.get(number, ())),
        )
        for number, sentence in enumerate(composition.sentences)
    )
    inputs = RepairInputs(**{name: getattr(drafting, name) for name in type(drafting).model_fields}, draft=lines)
    return render_prompt(template, inputs.to_mapping())
