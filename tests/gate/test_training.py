"""The training command gives the weights it gave before: small ones, from our own sentences alone.

Where libraries and processor are those that the digest was noted with, it is compared; elsewhere, where the
last bit of a logarithm may differ, the scores of `tests/entities/test_training.py` have to do.
"""

import hashlib
import platform
import tempfile
import tomllib
from pathlib import Path

import numpy as np

from geomap.entities.model import read_model
from geomap.entities.training import write_models
from geomap.gazetteer import Gazetteer

ROOT = Path(__file__).parents[2]
NOTED = tomllib.loads((ROOT / "tests/gate/floors.toml").read_text(encoding="utf-8")).get("training", {})


def here():
    """Data, libraries and processor, as far as they decide names drawn and the last bit of a float."""
    from numpy._core._multiarray_umath import __cpu_features__ as features  # noqa: PLC0415

    usable = ",".join(sorted(name for name, there in features.items() if there))
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "numpy": np.__version__,
        "gazetteer": Gazetteer.open(imported=False).digest,
        "processor": hashlib.sha256(usable.encode()).hexdigest()[:16],
    }


def train(folder):
    write_models(None, ROOT / "tests/corpus", folder, only=["fr"], progress=lambda _: None)
    return read_model(folder / "fr.weights").digest


def test_our_own_sentences_train_the_weights_they_trained_before(tmp_path):
    digest = train(tmp_path)
    assert set(NOTED) == {*here(), "digest"}
    if here() == {key: NOTED[key] for key in NOTED if key != "digest"}:
        assert digest == NOTED["digest"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        told = {**here(), "digest": train(Path(made))}
    print("[training]", *(f'{key} = "{value}"' for key, value in told.items()), sep="\n")  # noqa: T201
