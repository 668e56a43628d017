"""Weights of the recogniser: a row of five whole numbers for each slot that training found to matter.

A file is a line of JSON (format, language, what trained it, licence, how many rows) and then, compressed,
the slots in order, their weights, and the words that the training texts have in small letters. The digest
is of what is compressed, so that it does not depend on the library that compresses.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.entities.features import SLOTS
from geomap.errors import ModelError
from geomap.output import write_bytes

FORMAT = "geomap recogniser 1"
CLASSES = 5
"""None, then the kinds of `EntityKind` in their order."""

STEP = 1 / 16
"""One unit of a stored weight, in logits: eight bits then reach to 8 either way, and cost nothing in F1."""


@dataclass(frozen=True, eq=False)
class Model:
    """`slots` ascend; `weights` has one row a slot; `about` says what the header does."""

    about: Mapping[str, object]
    slots: NDArray[np.int32]
    weights: NDArray[np.int8]
    common: frozenset[str]

    @cached_property
    def table(self) -> NDArray[np.int8]:
        """The weights of every slot, most of them nothing."""
        table = np.zeros((SLOTS, CLASSES), np.int8)
        table[self.slots] = self.weights
        return table

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the file holds, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def content(self) -> bytes:
        """What the file holds beneath its header, before it is compressed."""
        words = "\n".join(sorted(self.common)).encode()
        return self.slots.astype("<i4").tobytes() + self.weights.tobytes() + words


def write_model(model: Model, path: Path) -> None:
    """Put a model into a file."""
    header = {**model.about, "format": FORMAT, "rows": len(model.slots), "digest": model.digest}
    line = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    write_bytes(path, line + b"\n" + zlib.compress(model.content, 9))


def read_model(path: Path) -> Model:
    """A model out of a file. Raises `ModelError` where it is none, or has changed."""
    try:
        line, _, packed = path.read_bytes().partition(b"\n")
        model = _unpacked(json.loads(line), zlib.decompress(packed))
        told = (model.about["format"], model.about["digest"])
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError, zlib.error) as error:
        msg = f"the recogniser's weights {path.name!r} cannot be read ({error}): install geomap again"
        raise ModelError(msg) from error
    if told != (FORMAT, model.digest):
        msg = f"the recogniser's weights {path.name!r} are damaged, or of another version: install geomap again"
        raise ModelError(msg)
    return model


def _unpacked(about: dict[str, Any], content: bytes) -> Model:
    rows = int(about["rows"])
    slots = np.frombuffer(content, "<i4", rows).astype(np.int32)
    weights = np.frombuffer(content, np.int8, rows * CLASSES, 4 * rows).reshape(rows, CLASSES)
    if slots.size and not (slots.min() >= 0 and slots.max() < SLOTS):
        raise ValueError("a slot is out of range")
    words = content[(4 + CLASSES) * rows :].decode()
    return Model(about, slots, weights, frozenset(words.split("\n")) if words else frozenset())
