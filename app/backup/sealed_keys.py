"""The signing keys as one encrypted file: they are kept apart from what they sign."""

from __future__ import annotations

import base64
import json
import secrets
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import TypeAdapter

from app.errors import AppError
from audit.durable import write_durably
from models.values import Frozen

if TYPE_CHECKING:
    from pathlib import Path

_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
# About a tenth of a second and 64 MiB for each try of a word.
_COST: Final = 2**16
_KEYS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


class SealedKeys(Frozen):
    """AES-256-GCM under a key that scrypt makes of the words; everything in base64."""

    format: str = "jixiao.keys/1"
    salt: str
    nonce: str
    sealed: str


def require_sealable(keys: Path, file: Path) -> None:
    """Refuse what `seal_keys` could not do. Raises AppError `keys.file-exists` or, without any key, `keys.none`."""
    if file.exists():
        raise AppError("keys.file-exists", file=str(file))
    if not keys.is_dir() or not any(keys.iterdir()):
        raise AppError("keys.none", folder=str(keys))


def seal_keys(keys: Path, file: Path, words: str) -> None:
    """Write every key of the folder into an encrypted file. Raises what `require_sealable` raises."""
    require_sealable(keys, file)
    plain = {key.name: _text(key.read_bytes()) for key in sorted(keys.iterdir()) if key.is_file()}
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_key(words, salt)).encrypt(nonce, json.dumps(plain).encode(), None)
    document = SealedKeys(salt=_text(salt), nonce=_text(nonce), sealed=_text(sealed))
    write_durably(file, document.model_dump_json().encode(), mode=0o600)


def opened_keys(file: Path, words: str) -> dict[str, bytes]:
    """Return every key by its name. Raises AppError `keys.unreadable`, or `keys.wrong-words`."""
    try:
        document = SealedKeys.model_validate_json(file.read_bytes())
        salt, nonce, sealed = (base64.b64decode(part) for part in (document.salt, document.nonce, document.sealed))
        plain = AESGCM(_key(words, salt)).decrypt(nonce, sealed, None)
    except InvalidTag as error:
        raise AppError("keys.wrong-words", file=str(file)) from error
    except (OSError, ValueError) as error:
        raise AppError("keys.unreadable", file=str(file)) from error
    return {name: base64.b64decode(key) for name, key in _KEYS.validate_json(plain).items()}


def _key(words: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=_KEY_BYTES, n=_COST, r=8, p=1).derive(words.encode())


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
