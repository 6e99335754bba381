"""Statements without a model: the ledger through Jinja2 templates under `prompts/composer/`."""

from service.drafting.composer.compose import composable, compose

__all__ = ["composable", "compose"]
