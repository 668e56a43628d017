"""All imports together, as the gazetteer asks them: the run's own files, the user's own places, GeoNames.

Opening costs nothing where nothing is imported. A store that is damaged is left out and told
(`Imports.problems`); the others go on.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from geomap.gazetteer.imported.folder import imported_stores
from geomap.gazetteer.imported.store import DamagedStoreError, Dataset, Store, geonames_number
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Place
from geomap.position import Position
from geomap.provenance import Source


class Imports:
    """Open stores, those whose places win first. Nothing changes after opening."""

    def __init__(self, stores: Sequence[Store], problems: Sequence[str] = ()) -> None:
        self._stores = tuple(stores)
        self._own = tuple(store for store in stores if store.dataset.own)
        self._further = tuple(store for store in stores if store.dataset.further)
        self.problems = tuple(problems)
        """What is wrong with imports that are left out, or with lines of the run's own files: a line each."""
        self.datasets: tuple[Dataset, ...] = tuple(store.dataset for store in stores)
        sources: dict[str, Source] = {}
        for dataset in self.datasets:
            sources.setdefault(dataset.source.id, dataset.source)
        self.sources: Mapping[str, Source] = MappingProxyType(sources)
        told = "\n".join(f"{d.name} {d.own} {d.digest}" for d in self.datasets)
        self.digest = hashlib.sha256(told.encode()).hexdigest()[:16] if stores else ""

    @classmethod
    def open(cls, own: Sequence[Path] = (), *, imported: bool = True) -> "Imports | None":
        """The run's own files, and what is imported; None where there is neither.

        Raises `GazetteerError` where one of the run's own files cannot be used: somebody asked for it.
        """
        paths = imported_stores() if imported else ()
        if not paths and not own:
            return None
        stores, problems = [], []
        for path in own:
            from geomap.gazetteer.imported.importing import import_in_memory  # noqa: PLC0415  (for these alone)

            content, skipped = import_in_memory(path)
            stores.append(Store(content))
            problems += [f"{bad.file}:{bad.number}: left out: {bad.reason}" for bad in skipped]
            more = stores[-1].dataset.skipped - len(skipped)
            problems += [f"{path.name}: and {more} more lines left out"] if more > 0 else []
        kept = []
        for path in paths:
            try:
                kept.append(Store(path))
            except DamagedStoreError as error:
                problems.append(
                    f"the imported places {path.stem!r} are damaged and left out ({error}): import them again with "
                    f"--replace, or remove {str(path)!r}"
                )
        stores += sorted(kept, key=lambda store: (not store.dataset.own, store.dataset.name))
        return cls(stores, problems)

    @property
    def stores(self) -> tuple[Store, ...]:
        """The stores, for who counts or writes out all their places."""
        return self._stores

    def is_own(self, place_id: str) -> bool:
        """Whether a place is one of the user's own."""
        return any(store.row(place_id) is not None for store in self._own)

    def own_place(self, place_id: str) -> Place | None:
        """The user's own place with an identifier, which may be that of a place geomap has as well."""
        return _first_place(self._own, place_id)

    def place(self, place_id: str) -> Place | None:
        """The imported place with an identifier."""
        return _first_place(self._stores, place_id)

    def with_names(self, place: Place) -> Place:
        """The place with the further names that are imported for it, after its own."""
        number = geonames_number(place.id) if self._further else None
        if number is None:
            return place
        more = dict.fromkeys(place.names)
        for store in self._further:
            more |= dict.fromkeys(store.further(number))
        # What a source says of a name's language and kind is worth more than the same name bare.
        told = {name.text for name in more if name.lang}
        names = tuple(name for name in more if name.lang or name.text not in told)
        return place if names == place.names else replace(place, names=names)

    def listed(self, keys: Iterable[str], *, own: bool = False) -> Iterator[tuple[str, str, bool]]:
        """Identifiers of what is listed under some keys, the key, and whether it is the user's own; or only those."""
        for key in keys:
            for store in self._own if own else self._stores:
                for row in store.bearers(key):
                    yield store.id(row), key, store.dataset.own

    def within(self, position: Position, radius_km: float, *, own: bool) -> Iterator[tuple[str, float, float]]:
        """Identifiers and points of what is near a circle: of the user's own places, or of all."""
        for store in self._own if own else self._stores:
            for row, lat, lon in store.within(position, radius_km):
                yield store.id(row), lat, lon

    def number(self, key: str) -> int:
        """0 where any place is listed under a key, -1 elsewhere: as `mapped.Keys`, for who reads texts."""
        return 0 if any(store.has(key) for store in self._stores) else -1

    def starting(self, prefix: str) -> Iterator[str]:
        """The keys that start with a prefix."""
        for store in self._stores:
            yield from store.starting(prefix)

    def is_written(self, name: str) -> bool:
        """Whether any place lists a name letter for letter."""
        key = fold(name)
        for store in self._stores:
            for row in store.bearers(key):
                place = store.place(row)
                if any(listed.text == name for listed in (*(place.names if place else ()), *store.further(row))):
                    return True
        return False


def _first_place(stores: Iterable[Store], place_id: str) -> Place | None:
    return next((place for store in stores if (place := store.find(place_id)) is not None), None)
