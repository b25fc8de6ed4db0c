"""`@value`: how every noun of the engine is declared: frozen, slotted, by keyword."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """Make a class an immutable value that is built by keyword and compared by content."""
    make: Callable[[type[Any]], type[Any]] = dataclass(frozen=True, slots=True, kw_only=True)
    return make(cls)
