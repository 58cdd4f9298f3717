"""Ed25519 signatures, verified in plain Python (RFC 8032, section 5.1), so that no library has to be trusted.

Points are kept as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z. Nothing here is secret, so nothing is blinded.
"""

from __future__ import annotations

from hashlib import sha512
from typing import Final, TypeAlias

Point: TypeAlias = tuple[int, int, int, int]

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P
_SQRT_MINUS_ONE: Final = pow(2, (_P - 1) // 4, _P)
_NEUTRAL: Final[Point] = (0, 1, 1, 0)
_HALF: Final = 32


def is_valid(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the key's signature of the message.

    Strict: lengths, a scalar below the group's order, and canonical points are demanded; the equation is the one
    without the cofactor.
    """
    if len(public_key) != _HALF or len(signature) != 2 * _HALF:
        return False
    key = _decoded(public_key)
    commitment, scalar = signature[:_HALF], int.from_bytes(signature[_HALF:], "little")
    if key is None or scalar >= _ORDER:
        return False
    challenge = int.from_bytes(sha512(commitment + public_key + message).digest(), "little") % _ORDER
    return _encoded(_sum_of_multiples(scalar, _BASE, challenge, _negative(key))) == commitment


def _sum_of_multiples(first: int, one: Point, second: int, other: Point) -> Point:
    # One run over the bits of both scalars takes half the doublings of two.
    table = (_NEUTRAL, one, other, _added(one, other))
    total = _NEUTRAL
    for bit in range(max(first.bit_length(), second.bit_length()) - 1, -1, -1):
        total = _doubled(total)
        if choice := (first >> bit & 1) | (second >> bit & 1) << 1:
            total = _added(total, table[choice])
    return total


def _added(one: Point, other: Point) -> Point:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % _P
    b = (y1 + x1) * (y2 + x2) % _P
    c = 2 * t1 * t2 * _D % _P
    d = 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _doubled(point: Point) -> Point:
    x, y, z, _ = point
    a = x * x % _P
    b = y * y % _P
    h = a + b
    e = h - (x + y) * (x + y) % _P
    g = a - b
    f = 2 * z * z % _P + g
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _negative(point: Point) -> Point:
    x, y, z, t = point
    return -x % _P, y, z, -t % _P


def _decoded(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= _P:
        return None
    x = _x_of(y)
    if x is None or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def _x_of(y: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    root = pow(square, (_P + 3) // 8, _P)
    if root * root % _P != square:
        root = root * _SQRT_MINUS_ONE % _P
    return root if root * root % _P == square else None


def _encoded(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(_HALF, "little")


def _base() -> Point:
    point = _decoded((4 * pow(5, -1, _P) % _P).to_bytes(_HALF, "little"))
    if point is None:
        raise ArithmeticError("the base point of RFC 8032 is on the curve")
    return point


_BASE: Final = _base()
