"""Settings from the environment, prefix FIRSTWORD_. Nothing else in the service reads the environment."""

import ipaddress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import InvalidInput, Problem
from service.i18n import Localized, UiLanguage, ui_language


def is_safe_origin(address: str) -> bool:
    """Whether secrets may be sent there: over TLS, or within this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"})
    )


class Settings(BaseSettings):
    """Every setting, typed; README lists them all and a test compares."""

    model_config = SettingsConfigDict(env_prefix="FIRSTWORD_", frozen=True, env_ignore_empty=True)

    model: str = Field(default="", description="litellm model string, e.g. openai/qwen2.5; empty: the built-in composer")
    model_fallbacks: str = Field(default="", description="comma list of further models, tried in order")
    api_base: str = Field(default="", description="address of an OpenAI-compatible endpoint")
    api_key: SecretStr = Field(default=SecretStr(""), description="key for the model provider; never logged")
    draft_deadline: float = Field(
        default=25.0, gt=0, le=600, description="seconds for a whole statement, model included; then the composer's text"
    )
    embedding_model: str = Field(default="", description="embedding model; empty: the built-in vectors")
    database_url: str = Field(default="", description="database address; empty: SQLite in DATA_DIR")
    chroma_url: str = Field(default="", description="address of a Chroma server; empty: embedded in DATA_DIR")
    signing_key: Path | None = Field(
        default=None, description="file with the Ed25519 key that signs (PEM), the same on every machine; empty: made in DATA_DIR"
    )
    data_dir: Path = Field(default=Path("data"), description="folder for index and database")
    host: str = Field(default="127.0.0.1", description="address `firstword serve` listens on")
    port: int = Field(default=8000, ge=1, le=65535, description="port `firstword serve` listens on")
    public_url: str = Field(
        default="",
        description="address under which people reach the pages, such as https://desk.example.com; for links, and a host name that is answered",
    )
    notice_urls: SecretStr = Field(
        default=SecretStr(""), description="Apprise addresses told of everything, separated by spaces; empty: none"
    )
    notice_mail: SecretStr = Field(
        default=SecretStr(""),
        description="Apprise address (mailtos://…) of the mail server for people's e-mail addresses; empty: no e-mail",
    )
    notice_hosts: str = Field(
        default="", description="comma list of hosts to which people may have notices sent as JSON; empty: none"
    )
    notice_titles: bool = Field(default=False, description="whether notices that leave the service name the case's title")
    oidc_issuer: str = Field(
        default="", description="issuer of an OpenID provider for signing in, as it names itself; empty: passwords only"
    )
    oidc_client_id: str = Field(default="", validate_default=True, description="what the provider calls this installation")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="its secret with the provider; empty: a public client"
    )
    oidc_name: str = Field(
        default="", max_length=40, description="what people call the provider, for the button; empty: its host"
    )
    oidc_join: bool = Field(
        default=False, description="whether people of the provider who were not invited are let in, without any role"
    )
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        description="comma list of addresses or networks of proxies whose X-Forwarded-Proto and X-Forwarded-For are believed",
    )
    lang: str = Field(default="", description="zh or en for messages; empty: from LC_ALL, LANG or the browser")

    @field_validator("public_url")
    @classmethod
    def _is_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query):
            message = "must be http://host or https://host, without a path"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("api_base")
    @classmethod
    def _is_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            message = "must begin with http:// or https://, as http://127.0.0.1:8080/v1 does"
            raise ValueError(message)
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _is_issuer(cls, value: str) -> str:
        if value and not is_safe_origin(value):
            message = "must begin with https:// (http:// on this machine only)"
            raise ValueError(message)
        return value

    @field_validator("oidc_client_id")
    @classmethod
    def _has_client(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not value:
            message = "is needed with FIRSTWORD_OIDC_ISSUER"
            raise ValueError(message)
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        # No wildcard: whoever may say where a request comes from says who gets past lock-outs and loopback rules.
        return ",".join(str(ipaddress.ip_network(part.strip(), strict=False)) for part in value.split(",") if part.strip())

    def host_names(self) -> tuple[str, ...]:
        """The host names that are answered, besides loopback."""
        public = urlsplit(self.public_url).hostname
        return (self.host, public) if public else (self.host,)

    def ui_language(self, locale: str = "") -> UiLanguage:
        """The language for messages: the setting first, then the caller's locale."""
        return ui_language(self.lang or locale)


def load_settings() -> Settings:
    """Settings from the environment.

    Raises:
        InvalidInput: a setting has a wrong value; every wrong one is named.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            Problem(
                field="FIRSTWORD_" + ".".join(str(part) for part in item["loc"]).upper(),
                code="setting",
                message=Localized(zh=f"设置的值不对：{item['msg']}", en=item["msg"]),
            )
            for item in error.errors(include_input=False)
        ]
        raise InvalidInput(problems, Localized(zh="环境变量设置有误", en="A setting is wrong")) from None


@cache
def settings() -> Settings:
    """The process's settings, read once."""
    return load_settings()
