"""Personal data out of what a model is shown, and back into what it answers. Pure functions; nothing here calls a model."""

from service.privacy.kinds import Item, Kind
from service.privacy.vault import Shield, Vault

__all__ = ["Item", "Kind", "Shield", "Vault"]
