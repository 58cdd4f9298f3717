from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.verifier.ed25519 import is_valid

ORDER = 2**252 + 27742317777372353535851937790883648493

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
            "3dca179c138ac17ad9bef1177331a704"
        ),
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_published_signatures_are_valid(key: str, message: str, signature: str) -> None:
    assert is_valid(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_published_signature_with_one_bit_changed_is_not_valid(part: int) -> None:
    parts = [bytearray.fromhex(text) for text in VECTORS[3]]
    for position in range(0, len(parts[part]), 7):
        parts[part][position] ^= 1
        assert not is_valid(bytes(parts[0]), bytes(parts[1]), bytes(parts[2]))
        parts[part][position] ^= 1


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_what_the_other_library_signs_is_valid_and_nothing_else(seed: bytes, message: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert is_valid(public, message, signature)
    assert not is_valid(public, message + b"x", signature)


def test_the_same_signature_with_a_larger_scalar_is_refused() -> None:
    key, message, signature = (bytes.fromhex(text) for text in VECTORS[1])
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_valid(key, message, signature[:32] + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"\x00" * 31,
        (2**255 - 19).to_bytes(32, "little"),
        (2**255 - 18).to_bytes(32, "little"),
        (1 | 1 << 255).to_bytes(32, "little"),
        (2).to_bytes(32, "little"),
    ],
    ids=["empty", "short", "y is p", "y above p", "minus zero", "off the curve"],
)
def test_bytes_that_are_no_point_are_no_key(key: bytes) -> None:
    assert not is_valid(key, b"", bytes.fromhex(VECTORS[0][2]))


def test_a_signature_of_another_length_is_refused() -> None:
    key, message, signature = (bytes.fromhex(text) for text in VECTORS[0])
    assert not is_valid(key, message, signature[:-1])
    assert not is_valid(key, message, signature + b"\x00")
