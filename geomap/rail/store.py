"""Keeping the user's own lines beside the compiled gazetteer, whole or not at all."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geomap.errors import OutputError
from geomap.gazetteer.cache import VARIABLE, cache_folder
from geomap.output import write_output
from geomap.position import Position
from geomap.provenance import Source
from geomap.rail.importing import OSM_ATTRIBUTION, OSM_LICENCE, read_lines
from geomap.rail.line import RailError
from geomap.rail.noding import Findings, Gap, Island, Piece, make_track
from geomap.rail.track import TrackNetwork

TOLERANCE_M = 5.0
"""Loose ends closer than this are one: parallel tracks lie 4 to 5 m apart, and few points are drawn better."""

_FORMAT = 1


def track_path() -> Path:
    """Where the imported lines are kept, imported or not."""
    return cache_folder() / "rail-track.json"


def import_track(  # noqa: PLR0913
    path: Path,
    *,
    layer: str | None = None,
    tolerance_m: float = TOLERANCE_M,
    source: str | None = None,
    licence: str | None = None,
    attribution: str | None = None,
) -> tuple[TrackNetwork, dict[str, Any]]:
    """Read a file of lines, make one network of them, and keep it in place of the one before.

    Also gives what was read and left out. Without an attribution, a file with OpenStreetMap's tags is
    credited to its contributors, any other to its own name. Raises `RailError` where the file cannot be
    read, or the network not kept; what was imported before is then still there.
    """
    read = read_lines(path, layer=layer)
    pieces, findings = make_track(read.lines, tolerance_m)
    name = source or path.name
    told = Source(
        id="own",
        publisher=name,
        url="https://www.openstreetmap.org/copyright" if read.osm_shaped else "",
        licence=licence or (OSM_LICENCE if read.osm_shaped else ""),
        attribution=attribution or (OSM_ATTRIBUTION if read.osm_shaped else name),
    )
    summary = {
        "file": path.name,
        "features": read.features,
        "lines": len(read.lines),
        "left_out": dict(read.left_out),
        "osm_shaped": read.osm_shaped,
        "tolerance_m": tolerance_m,
    }
    track = TrackNetwork(pieces, source=told, findings=findings)
    _keep(track, summary)
    return track, summary


def load_track() -> tuple[TrackNetwork, dict[str, Any]] | None:
    """The network imported last, with what was told then; None where nothing was imported.

    Raises `RailError` where the file is damaged.
    """
    path = track_path()
    try:
        seal, _, body = path.read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path) from error
    if seal != _seal(body):
        raise _damaged(path)
    told = json.loads(body)
    findings = told["findings"]
    return (
        TrackNetwork(
            [
                Piece(
                    start=piece["start"],
                    end=piece["end"],
                    km=piece["km"],
                    points=tuple((lon, lat) for lon, lat in piece["points"]),
                )
                for piece in told["pieces"]
            ],
            source=Source(**told["source"]),
            findings=Findings(
                duplicates=findings["duplicates"],
                loops=findings["loops"],
                joined=tuple(_gap(gap) for gap in findings["joined"]),
                gaps=tuple(_gap(gap) for gap in findings["gaps"]),
                islands=tuple(
                    Island(position=Position(**island["position"]), km=island["km"]) for island in findings["islands"]
                ),
            ),
        ),
        told["summary"],
    )


def forget_track() -> bool:
    """Remove the imported lines; whether there were any."""
    path = track_path()
    there = path.is_file()
    path.unlink(missing_ok=True)
    return there


def _keep(track: TrackNetwork, summary: dict[str, Any]) -> None:
    body = json.dumps(
        {
            "source": asdict(track.source),
            "summary": summary,
            "findings": asdict(track.findings),
            "pieces": [asdict(piece) for piece in track.pieces],
        },
        ensure_ascii=False,
    )
    try:
        write_output(track_path(), f"{_seal(body)}\n{body}")
    except OutputError as error:
        msg = f"cannot keep the imported railways: {error}; or let geomap write elsewhere: {VARIABLE}=/some/folder"
        raise RailError(msg) from error


def _seal(body: str) -> str:
    """What the first line of the file must be: a format, and a digest of the rest."""
    return f"geomap rail {_FORMAT} {hashlib.sha256(body.encode()).hexdigest()}"


def _gap(told: dict[str, Any]) -> Gap:
    return Gap(position=Position(**told["position"]), metres=told["metres"])


def _damaged(path: Path) -> RailError:
    msg = f"the imported railways in {str(path)!r} are damaged or of another version; run `geomap rail import` again"
    return RailError(msg)
