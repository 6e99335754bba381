"""What is used of Authlib and its parts: the only import of them, and late, for they bring an HTTP library along."""

from authlib.integrations.requests_client import OAuth2Session, OAuthError
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import decode
from requests import RequestException

import_key_set = KeySet.import_key_set

__all__ = ["CodeIDToken", "JoseError", "OAuth2Session", "OAuthError", "RequestException", "decode", "import_key_set"]
