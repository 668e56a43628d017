"""`geomap rail`: the railways geomap carries, and the user's own."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.common import one_line_errors, print_json

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from geomap.position import Position
    from geomap.rail import RailNetwork
    from geomap.rail.track import TrackNetwork

_SHOWN = 5
"""Gaps and islands that the table shows; the object has them all."""


@click.group("rail")
def rail_group() -> None:
    """Railways: what geomap knows of them, and lines of your own."""


@rail_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--layer", metavar="NAME", help="Layer to read, where the file has several.")
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0, max=1000),
    default=5.0,
    show_default=True,
    metavar="M",
    help="Loose ends this many metres from other track are joined to it.",
)
@click.option("--source", metavar="TEXT", help="Who made the lines; the file's name when not given.")
@click.option("--licence", metavar="TEXT", help="Their licence (ODbL-1.0 for OpenStreetMap).")
@click.option("--attribution", metavar="TEXT", help="The credit to show on maps.")
@click.option("--json", "as_json", is_flag=True, help="The report, for a program.")
@one_line_errors
def rail_import(  # noqa: PLR0913 (one parameter an option)
    file: Path,
    layer: str | None,
    tolerance: float,
    source: str | None,
    licence: str | None,
    attribution: str | None,
    *,
    as_json: bool,
) -> None:
    """Take railways from FILE: GeoJSON, shapefile, GeoPackage or an OpenStreetMap extract.

    They are joined into one network and kept until the next import; legs by train and `geomap distance`
    follow them where the lines that geomap carries do not reach. Duplicates, gaps, loops and islands are
    reported, and stop nothing.
    """
    from geomap.rail.store import import_track  # noqa: PLC0415

    if not math.isfinite(tolerance):
        msg = f"--tolerance must be a number of metres, got {tolerance}"
        raise click.UsageError(msg)
    from geomap.report.tables import print_table  # noqa: PLC0415

    track, summary = import_track(
        file, layer=layer, tolerance_m=tolerance, source=source, licence=licence, attribution=attribution
    )
    told = _track_object(track, summary)
    if as_json:
        print_json(told)
    else:
        print_table(_track_table(told))


@rail_group.command("info")
@click.option("--json", "as_json", is_flag=True, help="The same, for a program.")
@one_line_errors
def rail_info(*, as_json: bool) -> None:
    """Tell which lines there are, how good their kilometres are, from where, and what was imported."""
    from geomap.rail import RailNetwork  # noqa: PLC0415
    from geomap.rail.store import load_track  # noqa: PLC0415
    from geomap.report.tables import print_table  # noqa: PLC0415

    network, own = RailNetwork.open(), load_track()
    told = _network_object(network) | {"own": _track_object(*own) if own else None}
    if as_json:
        print_json(told)
    else:
        print_table(_network_table(told))


@rail_group.command("forget")
@one_line_errors
def rail_forget() -> None:
    """Remove the imported railways; those geomap carries stay."""
    from geomap.rail.store import forget_track  # noqa: PLC0415

    click.echo("The imported railways are removed." if forget_track() else "No railways were imported.")


def _track_object(track: "TrackNetwork", summary: dict[str, Any]) -> dict[str, Any]:
    from geomap.rail.store import track_path  # noqa: PLC0415

    found = track.findings
    return {
        **summary,
        "pieces": len(track.pieces),
        "km": round(track.km, 1),
        "duplicates": found.duplicates,
        "loops": found.loops,
        "joined": [_at(gap.position) | {"metres": gap.metres} for gap in found.joined],
        "gaps": [_at(gap.position) | {"metres": gap.metres} for gap in found.gaps],
        "islands": [_at(island.position) | {"km": island.km} for island in found.islands],
        "source": track.source.publisher,
        "licence": track.source.licence,
        "attribution": track.source.attribution,
        "path": str(track_path()),
    }


def _at(position: "Position") -> dict[str, Any]:
    return {"lat": round(position.lat, 6), "lon": round(position.lon, 6)}


def _track_table(told: dict[str, Any]) -> "Table":
    table = _facts()
    table.add_row(
        "read", f"{told['file']}: {_count(told['features'], 'feature')}, {_count(told['lines'], 'line')} kept"
    )
    if told["left_out"]:
        table.add_row("left out", ", ".join(f"{count} {reason}" for reason, count in told["left_out"].items()))
    table.add_row("network", f"{told['km']:,.1f}\u00a0km in {_count(told['pieces'], 'piece')}")
    table.add_row("duplicates", f"{told['duplicates']} dropped")
    table.add_row("loops", f"{told['loops']} ways round, closed lines and double track among them")
    table.add_row(
        "joined",
        f"{_count(len(told['joined']), 'loose end')} within {told['tolerance_m']:g}\u00a0m"
        + _listed(told["joined"], lambda gap: f"{gap['metres']:g}\u00a0m"),
    )
    table.add_row(
        "gaps",
        f"{len(told['gaps'])} left open, wider than {told['tolerance_m']:g}\u00a0m (--tolerance)"
        + _listed(told["gaps"], lambda gap: f"{gap['metres']:g}\u00a0m"),
    )
    table.add_row(
        "islands",
        f"{len(told['islands'])} apart from the largest part"
        + _listed(told["islands"], lambda island: f"{island['km']:.1f}\u00a0km"),
    )
    table.add_row("credit", f"{told['attribution']}" + (f", {told['licence']}" if told["licence"] else ""))
    table.add_row("kept in", told["path"])
    return table


def _listed(found: list[dict[str, Any]], size: Any) -> str:  # noqa: ANN401 (a small function)
    """The first few, with their size and place."""
    if not found:
        return ""
    lines = [f"{size(one)} at {one['lat']:.4f}, {one['lon']:.4f}" for one in found[:_SHOWN]]
    more = [f"and {len(found) - _SHOWN} more (--json)"] if len(found) > _SHOWN else []
    return "".join(f"\n{line}" for line in lines + more)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _network_object(network: "RailNetwork") -> dict[str, Any]:
    from geomap.rail.chainage import anchors, impossible_pairs  # noqa: PLC0415

    return {
        "lines": [
            {
                "id": line.id,
                "name": line.name(),
                "from": line.posts[0].station.name,
                "to": line.posts[-1].station.name,
                "km": round(line.length_km, 1),
                "scale": str(line.scale),
                "zero": line.zero,
                "gauge_mm": list(line.gauge_mm),
                "posts": len(line.posts),
                "estimated_posts": sum(post.quality == "D" for post in line.posts),
                "points": len(anchors(line)),
                "schematic_points": sum(anchor.quality == "D" for anchor in anchors(line)),
            }
            for line in network.lines
        ],
        "exceptions": [
            {
                "line": excess.line,
                "from": excess.station,
                "to": excess.next,
                "posts_km": round(excess.posts_km, 1),
                "geodesic_km": round(excess.geodesic_km, 1),
                "reason": dict(network.exceptions).get((excess.line, excess.station, excess.next), ""),
            }
            for line in network.lines
            for excess in impossible_pairs(line)
        ],
        "sources": [
            {
                "id": source.id,
                "publisher": source.publisher,
                "licence": source.licence,
                "attribution": source.attribution,
                "url": source.url,
            }
            for source in network.sources.values()
        ],
    }


def _network_table(told: dict[str, Any]) -> "RenderableType":
    from rich import box  # noqa: PLC0415
    from rich.console import Group  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, right in (("line", False), ("km", True), ("posts", True), ("estimates", True), ("gauge", True)):
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for line in told["lines"]:
        table.add_row(
            f"{line['name']}: {line['from']} to {line['to']}",
            f"{line['km']:,.0f}",
            str(line["posts"]),
            str(line["estimated_posts"]),
            " and ".join(f"{mm:,}" for mm in line["gauge_mm"]),
        )
    notes = _facts()
    for pair in told["exceptions"]:
        notes.add_row(
            "impossible",
            f"{pair['from']} to {pair['to']}: {pair['posts_km']:g}\u00a0km by posts, {pair['geodesic_km']:g} straight. "
            f"{pair['reason']}",
        )
    for source in told["sources"]:
        notes.add_row("source", f"{source['attribution']}, {source['licence']}")
    own: RenderableType = (
        _track_table(told["own"]) if told["own"] else Text("No lines of your own: geomap rail import FILE")
    )
    return Group(table, notes, Text(""), own)


def _facts() -> "Table":
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    return table
