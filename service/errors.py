"""Every refusal the service can give.

ServiceError
├── InvalidInput            422  the input breaks its schema; carries every problem at once
├── TooLarge                413  the input is over a limit
├── NotSupported            422  valid, but this version cannot do it
├── NotSignedIn           401  nobody is signed in, or the token does not count
├── NotFound              404  no such thing, or none that this person may know of
├── Forbidden             403  known, but not theirs to do
├── Conflict              409  somebody else changed it meanwhile
├── TooManyAttempts       429  wait before the next attempt
├── NotAllowedNow         409  a rule of the process stands against it; carries every reason
├── DataFault               500  a shipped data file (rule, prompt, table) is wrong: file, line, key
└── ComponentUnavailable    503  model, index or database cannot be reached and no fallback was allowed
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.i18n import Localized, UiLanguage


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where (file, 1-based line if known, dotted field) and what."""

    field: str
    message: Localized
    code: str
    file: str = ""
    line: int | None = None

    def describe(self, language: UiLanguage) -> str:
        """One line for a terminal: `brief.yml:12: facts[2].status: …`."""
        place = self.file or ("输入" if language == "zh" else "input")
        if self.line is not None:
            place += f":{self.line}"
        parts = [place, self.field, self.message.in_(language)]
        return ": ".join(part for part in parts if part)


class ServiceError(Exception):
    """The base of all refusals; `message` is fit for the user."""

    status_code = 500
    code = "service-error"
    exit_code = 2

    def __init__(self, message: Localized) -> None:
        super().__init__(message.en)
        self.message = message


class InvalidInput(ServiceError):
    """The input breaks its schema. All problems of the input are given, not the first alone."""

    status_code = 422
    code = "invalid-input"

    def __init__(self, problems: Sequence[Problem], message: Localized | None = None) -> None:
        count = len(problems)
        super().__init__(
            message
            or Localized(
                zh=f"输入有 {count} 处问题",
                en=f"The input has {count} problem{'' if count == 1 else 's'}",
            )
        )
        self.problems = tuple(problems)


class TooLarge(ServiceError):
    """The input is over a size limit."""

    status_code = 413
    code = "too-large"


class NotSupported(InvalidInput):
    """The input is valid, but this version cannot do what it asks."""

    code = "not-supported"


class DataFault(ServiceError):
    """A shipped data file is wrong; the message names file, line and key."""

    code = "data-fault"


class ComponentUnavailable(ServiceError):
    """Model, index or database cannot be reached, and going on without it was not allowed."""

    status_code = 503
    code = "component-unavailable"
    exit_code = 3


class NotSignedIn(ServiceError):
    """Nobody is signed in, or the token does not count any more."""

    status_code = 401
    code = "not-signed-in"


class TooManyAttempts(ServiceError):
    """Too many failed attempts; `seconds` until the next one is heard."""

    status_code = 429
    code = "too-many-attempts"

    def __init__(self, message: Localized, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class NotFound(ServiceError):
    """There is no such thing, or none that this person may know of: the two answers are alike."""

    status_code = 404
    code = "not-found"


class Forbidden(ServiceError):
    """The thing is known to this person, who may not do this with it."""

    status_code = 403
    code = "forbidden"


class Conflict(ServiceError):
    """Somebody else changed the same thing since it was read; nothing was written."""

    status_code = 409
    code = "conflict"

    def __init__(self, message: Localized | None = None) -> None:
        super().__init__(
            message
            or Localized(
                zh="别人刚刚改过这一处，你的改动没有写入；请看过新的内容再改",
                en="somebody changed this meanwhile and nothing of yours was written; look at the new state and try again",
            )
        )


class NotAllowedNow(ServiceError):
    """A rule of the process stands against it; `reasons` are all of them."""

    status_code = 409
    code = "not-allowed-now"

    def __init__(self, reasons: Sequence[Localized]) -> None:
        super().__init__(Localized(zh="；".join(r.zh for r in reasons), en="; ".join(r.en for r in reasons)))
        self.reasons = tuple(reasons)
