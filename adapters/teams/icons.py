"""The app's two icons, drawn here: a sheet of paper with a tick on it. Each shape is a distance from its edge, which
gives smooth edges without a drawing library.

Sizes and colours: Teams documentation, "app icons" (colour 192 × 192; outline 32 × 32, white on transparent).
"""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from math import hypot
from typing import Final

COLOR_SIZE: Final = 192
OUTLINE_SIZE: Final = 32
"""Pixels on each side."""

ACCENT: Final = (0x1F, 0x3A, 0x5F)
"""The app's colour, red, green and blue."""
_WHITE: Final = (255, 255, 255)
_TICK: Final = (0x2E, 0x9E, 0x6B)

_Shape = Callable[[float, float], float]
"""How far a point lies outside of a shape (negative: inside), where the icon is the unit square."""


def _tick(width: float) -> _Shape:
    down, up = _line((0.39, 0.61), (0.46, 0.69), width), _line((0.46, 0.69), (0.62, 0.52), width)
    return lambda x, y: min(down(x, y), up(x, y))


def _box(first: tuple[float, float], last: tuple[float, float], corner: float) -> _Shape:
    middle = ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    half = ((last[0] - first[0]) / 2 - corner, (last[1] - first[1]) / 2 - corner)

    def outside(x: float, y: float) -> float:
        right, below = abs(x - middle[0]) - half[0], abs(y - middle[1]) - half[1]
        return hypot(max(right, 0), max(below, 0)) + min(max(right, below), 0) - corner

    return outside


def _ring(shape: _Shape, width: float) -> _Shape:
    return lambda x, y: abs(shape(x, y)) - width / 2


def _line(start: tuple[float, float], end: tuple[float, float], width: float) -> _Shape:
    along = (end[0] - start[0], end[1] - start[1])
    squared = along[0] ** 2 + along[1] ** 2

    def outside(x: float, y: float) -> float:
        from_start = (x - start[0], y - start[1])
        share = min(1.0, max(0.0, (from_start[0] * along[0] + from_start[1] * along[1]) / squared))
        return hypot(from_start[0] - share * along[0], from_start[1] - share * along[1]) - width / 2

    return outside


def _covered(shape: _Shape, column: int, row: int, size: int) -> float:
    """How much of a pixel a shape covers, from 0 to 1."""
    return min(1.0, max(0.0, 0.5 - shape((column + 0.5) / size, (row + 0.5) / size) * size))


def _png(size: int, color_type: int, rows: bytes) -> bytes:
    """A square PNG of 8 bits a channel; each row begins with its filter (PNG specification, W3C, third edition)."""
    header = struct.pack(">IIBBBBB", size, size, 8, color_type, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


_SHEET: Final = _box((0.27, 0.2), (0.73, 0.8), 0.06)


@cache
def color() -> bytes:
    """The colour icon as a PNG: the sheet in white on the accent colour, its lines in that colour, a green tick."""
    layers = (
        (_SHEET, _WHITE),
        (_line((0.39, 0.36), (0.61, 0.36), 0.05), ACCENT),
        (_line((0.39, 0.48), (0.53, 0.48), 0.05), ACCENT),
        (_tick(0.075), _TICK),
    )
    rows: list[bytes] = []
    for row in range(COLOR_SIZE):
        line = bytearray([0])
        for column in range(COLOR_SIZE):
            shown: tuple[float, ...] = ACCENT
            for shape, paint in layers:
                covered = _covered(shape, column, row, COLOR_SIZE)
                if covered:
                    shown = tuple(old + (new - old) * covered for old, new in zip(shown, paint, strict=True))
            line += bytes(round(value) for value in shown)
        rows.append(bytes(line))
    return _png(COLOR_SIZE, 2, b"".join(rows))


@cache
def outline() -> bytes:
    """The outline icon as a PNG: the sheet's edge and the tick, white; all else is transparent."""
    layers = (_ring(_SHEET, 0.075), _tick(0.085))
    rows: list[bytes] = []
    for row in range(OUTLINE_SIZE):
        line = bytearray([0])
        for column in range(OUTLINE_SIZE):
            covered = max(_covered(shape, column, row, OUTLINE_SIZE) for shape in layers)
            line += bytes((*_WHITE, round(255 * covered)))
        rows.append(bytes(line))
    return _png(OUTLINE_SIZE, 6, b"".join(rows))
