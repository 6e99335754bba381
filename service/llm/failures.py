"""Why a model gave no usable answer, in words for the person who waits for it. No key, address or foreign message is ever in them."""

from typing import Literal

from service.errors import ComponentUnavailable
from service.i18n import Localized
from service.llm.schemas import Exchange

Reason = Literal[
    "connection", "certificate", "timeout", "auth", "rate_limit", "not_found", "refused_request", "server", "bad_answer", "too_large",
    "setup", "paused",
]  # fmt: skip

_TEXTS: dict[Reason, tuple[str, str]] = {
    "connection": ("连接不上，请检查网络和 FIRSTWORD_API_BASE", "cannot be reached; check the network and FIRSTWORD_API_BASE"),
    "timeout": ("没有在时限内答复", "did not answer in time"),
    "auth": ("拒绝了密钥，请检查 FIRSTWORD_API_KEY", "refused the key; check FIRSTWORD_API_KEY"),
    "rate_limit": ("请求太多，暂时不答复", "is limiting requests"),
    "not_found": ("不存在，请检查模型名和地址", "does not exist; check its name and address"),
    "refused_request": ("不接受这次请求", "does not accept the request"),
    "server": ("内部出错", "failed on its side"),
    "bad_answer": ("的答复无法使用", "gave an answer that cannot be used"),
    "too_large": ("的答复超出长度上限", "gave an answer over the size limit"),
    "certificate": ("的证书不可信", "has a certificate that is not trusted"),
    "paused": ("连续几次没有答复，暂时不再调用", "has failed several times in a row and is left alone for a while"),
    "setup": (
        "无法调用，请检查设置；模型名要带服务商，例如 openai/模型名",
        "cannot be called; check the settings, and that its name says the provider, as openai/your-model does",
    ),
}


class ModelUnavailable(ComponentUnavailable):
    """A model gave no usable answer. `reason` is one of the closed list, `detail` what was wrong with an answer.

    `exchanges` is what was asked and answered before it was given up.
    """

    code = "model-unavailable"

    def __init__(self, model: str, reason: Reason, detail: Localized | None = None) -> None:
        zh, en = _TEXTS[reason]
        after = detail or Localized(zh="", en="")
        super().__init__(
            Localized(
                zh=f"模型 {model} {zh}" + (f"（{after.zh}）" if after.zh else ""),
                en=f"the model {model} {en}" + (f" ({after.en})" if after.en else ""),
            )
        )
        self.model = model
        self.reason: Reason = reason
        self.exchanges: tuple[Exchange, ...] = ()
