"""The installation's Ed25519 key: it signs sign-offs, manifests and the ends of the audit chain."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from service.errors import InvalidInput, Problem
from service.i18n import Localized

_FILE = Path("keys") / "signing.pem"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Signs; `public_pem` is what others verify with."""

    _key: Ed25519PrivateKey

    def sign(self, text: str) -> str:
        """The signature over the UTF-8 text, 128 hexadecimal digits."""
        return self._key.sign(text.encode("utf-8", "surrogatepass")).hex()

    @property
    def public(self) -> "PublicKey":
        """The public half."""
        return PublicKey(self._key.public_key())


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Verifies."""

    _key: Ed25519PublicKey

    def holds(self, text: str, signature: str) -> bool:
        """Whether `signature` is this key's over the text."""
        try:
            self._key.verify(bytes.fromhex(signature), text.encode("utf-8", "surrogatepass"))
        except (InvalidSignature, ValueError):
            return False
        return True

    @property
    def pem(self) -> str:
        """The key as PEM text."""
        return self._key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def signing_key(data_dir: Path, file: Path | None = None) -> SigningKey:
    """The key in `file`, or the one in DATA_DIR, made at the first call.

    Raises:
        InvalidInput: the file holds no Ed25519 private key, or cannot be read.
    """
    path = file or data_dir / _FILE
    if file is None and not path.exists():
        _create(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise _unusable(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(path)
    return SigningKey(key)


def public_key(pem: bytes) -> PublicKey:
    """A public key from PEM.

    Raises:
        InvalidInput: it is none, or not Ed25519.
    """
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, TypeError) as error:
        raise _no_public_key() from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_public_key()
    return PublicKey(key)


def _create(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Whole under another name first: two processes that start at once must not read half a key, and the first one's key stays.
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(pem)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _unusable(path: Path) -> InvalidInput:
    message = Localized(zh=f"{path.name} 不是可用的 Ed25519 私钥", en=f"{path.name} is not a usable Ed25519 private key")
    return InvalidInput([Problem(field="FIRSTWORD_SIGNING_KEY", code="setting", message=message)])


def _no_public_key() -> InvalidInput:
    message = Localized(zh="不是 Ed25519 公钥（PEM）", en="this is no Ed25519 public key (PEM)")
    return InvalidInput([Problem(field="--key", code="key", message=message)])
