"""People: who they are, what they may do, and how they prove it."""

from service.users.principal import Principal
from service.users.roles import EVERY_BRAND, Permission, Role

__all__ = ["EVERY_BRAND", "Permission", "Principal", "Role"]
