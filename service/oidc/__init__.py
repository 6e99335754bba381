"""OpenID Connect: signing in with an account that a provider keeps. Knows the protocol and nothing of our people."""

from service.oidc.client import Identity, Provider, Started, provider_name, provider_of

__all__ = ["Identity", "Provider", "Started", "provider_name", "provider_of"]
