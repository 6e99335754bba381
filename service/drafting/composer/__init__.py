"""Statements without a model: the ledger through Jinja2 templates under `prompts/composer/`. Start at `compose.py`."""
