"""How the map looks: colours in light and dark, dashes, widths and type, as CSS for every engine."""

from collections.abc import Mapping

from geomap.journey.leg import Certainty
from geomap.render.scene import LINE_WIDTH, Sheet, number
from geomap.render.theme import PLAIN, Theme, changes

FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'

# What each name of colour is in light and in dark. Lines keep a contrast of 4.5 with land and sea.
PALETTE = {
    "paper": ("#ffffff", "#14191e"),
    "sea": ("#d3e2ea", "#141d25"),
    "land": ("#f5f2eb", "#2b333b"),
    "coast": ("#8ea3af", "#5d6f7d"),
    "border": ("#9a9184", "#78828b"),
    "ink": ("#1b2126", "#f3f1ec"),
    "muted": ("#4d565d", "#bac2c9"),
    "country": ("#6a655c", "#a4adb5"),
    "water": ("#2a6079", "#7fb0c6"),
    "confirmed": ("#a31526", "#ff8b7e"),
    "reported": ("#a31526", "#ff8b7e"),
    "expected": ("#27518f", "#93b8ff"),
    "speculated": ("#50565c", "#c9ced3"),
    "second": ("#6a2f9c", "#cfa8ff"),
    "third": ("#7a4b00", "#f0c36a"),
    "claim": ("#00614f", "#6fd6ba"),
    "false": ("#8a1a6b", "#f2a0d6"),
    "number": ("#ffffff", "#14191e"),
}

DASHES = {
    Certainty.CONFIRMED: "",
    Certainty.REPORTED: "10 4.5",
    Certainty.EXPECTED: "5 4.5",
    Certainty.SPECULATED: "0.1 5.6",
}


def palette_of(theme: Theme) -> dict[str, tuple[str, str]]:
    """The palette with a theme's colours."""
    return {**PALETTE, **theme.colours}


def colours(scheme: int, prefix: str = "", *, theme: Theme = PLAIN) -> str:
    """CSS rules that give the classes of a map their colours: scheme 0 is light, 1 dark."""
    return colour_rules({name: pair[scheme] for name, pair in palette_of(theme).items()}, prefix)


def colour_rules(c: Mapping[str, str], prefix: str = "") -> str:
    """The same rules, with a value for each name of colour."""
    p = prefix
    rules = [
        f"{p}.sea{{fill:{c['sea']}}}",
        f"{p}.land{{fill:{c['land']};stroke:{c['coast']}}}",
        f"{p}.border{{stroke:{c['border']}}}{p}.grid,{p}.limb{{stroke:{c['coast']}}}",
        f"{p}.edge,{p}.window,{p}.bar{{stroke:{c['ink']}}}",
        f"{p}.t{{fill:{c['ink']};stroke:{c['land']}}}",
        f"{p}.date,{p}.landmark,{p}.towards,{p}.scale{{fill:{c['muted']}}}",
        f"{p}.traveller{{fill:{c['confirmed']}}}",
        f"{p}.country{{fill:{c['country']}}}",
        f"{p}.water{{fill:{c['water']};stroke:{c['sea']}}}",
        f"{p}.leader{{stroke:{c['muted']}}}",
        f"{p}.dot{{fill:{c['land']};stroke:{c['ink']}}}",
        f"{p}.rule{{stroke:{c['claim']}}}",
        f"{p}.claim{{fill:{c['claim']}}}",
        f"{p}.rule.false{{stroke:{c['false']}}}{p}.claim.false{{fill:{c['false']}}}",
        f"{p}.locator .land{{stroke:{c['land']}}}{p}.here{{stroke:{c['confirmed']}}}",
        f"{p}.paper{{fill:{c['paper']}}}",
        f"{p}.head{{fill:{c['ink']}}}",
        f"{p}.note{{fill:{c['muted']}}}",
    ]
    for certainty in DASHES:
        colour = c[certainty.value]
        rules.append(f"{p}.{certainty}{{stroke:{colour}}}{p}.a.{certainty},{p}.extent.{certainty}{{fill:{colour}}}")
        if certainty in {Certainty.CONFIRMED, Certainty.REPORTED}:
            rules.append(f"{p}.m.{certainty}{{fill:{colour}}}{p}.n.{certainty}{{fill:{c['number']}}}")
        else:
            rules.append(f"{p}.m.{certainty}{{fill:{c['land']}}}{p}.n.{certainty}{{fill:{colour}}}")
    return "".join(rules)


def shapes(prefix: str = "") -> str:
    """CSS rules for everything but colour."""
    p = prefix
    rules = [
        f"{p}.land,{p}.border,{p}.extent,{p}.grid{{vector-effect:non-scaling-stroke}}",
        f"{p}.land{{stroke-width:.7}}{p}.land,{p}.border{{stroke-linejoin:round}}",
        f"{p}.border,{p}.leg,{p}.spur,{p}.rule,{p}.leader,{p}.window,{p}.edge,{p}.bar,{p}.limb,{p}.here{{fill:none}}",
        f"{p}.disputed{{stroke-dasharray:3 3}}",
        f"{p}.extent{{fill-opacity:.16;stroke-dasharray:2 3}}",
        f"{p}.leg{{stroke-linecap:butt;stroke-linejoin:round}}",
        f"{p}.spur,{p}.dot{{stroke-width:1.6}}{p}.spur{{stroke-dasharray:1.5 3}}",
        f"{p}.rule{{stroke-width:1.3}}",
        f"{p}.leader{{stroke-width:.8}}",
        f"{p}.border,{p}.extent,{p}.window,{p}.edge{{stroke-width:1}}",
        f"{p}.bar{{stroke-width:1.4}}",
        f"{p}.grid{{fill:none;stroke-width:.6;stroke-opacity:.55}}",
        f"{p}.here{{stroke-width:1.8}}{p}.locator .land{{stroke-width:.4}}",
        f"{p}.m{{stroke-width:2}}",
        f"{p}.t{{paint-order:stroke;stroke-width:3;stroke-linejoin:round;font-family:{FONT}}}",
        f"{p}.stop,{p}.n,{p}.traveller{{font-weight:700}}",
        f"{p}.water{{font-style:italic}}{p}.landmark{{font-style:normal}}",  # the moving map's are <em>
        f"{p}.country{{letter-spacing:1.4px}}",
        f"{p}.t.n{{stroke:none}}{p}.n,{p}.country,{p}.water,{p}.middle{{text-anchor:middle}}{p}.end{{text-anchor:end}}",
    ]
    for certainty, dash in DASHES.items():
        cap = ";stroke-linecap:round" if certainty is Certainty.SPECULATED else ""
        dashes = f";stroke-dasharray:{dash}" if dash else ""
        rules.append(f"{p}.leg.{certainty}{{stroke-width:{LINE_WIDTH[certainty]}{dashes}{cap}}}")
    return "".join(rules)


def sizes(sheet: Sheet, prefix: str = "") -> str:
    """CSS rules for the sizes of type on a sheet."""
    rules = [f"{prefix}.{style}{{font-size:{number(size)}px}}" for style, size in sheet.type.items() if style != "bar"]
    rules.append(f"{prefix}.scale{{font-size:{number(sheet.type['bar'])}px}}")
    rules.append(f"{prefix}.n{{font-size:{number(sheet.type['date'])}px}}")
    return "".join(rules)


def shades(c: Mapping[str, str], count: int) -> str:
    """CSS rules that give each of several travellers a colour; `w0` is the key's, for certainties alone.

    `c` has a value for each name of colour.
    """
    rules = []
    for place, name in enumerate(("ink", "confirmed", "second", "third")[: count + 1] if count > 1 else ()):
        w, colour, inside = f".w{place}", c[name], c["number"]
        filled = f".a{w},.t.traveller{w},.m.confirmed{w},.m.reported{w},.n.expected{w},.n.speculated{w}"
        rules.append(f".leg{w},.spur{w},.a{w},.m{w}{{stroke:{colour}}}{filled}{{fill:{colour}}}")
        rules.append(
            f".pin .confirmed{w},.pin .reported{w}{{background:{colour};border-color:{colour};color:{inside}}}"
        )
        rules.append(f".pin .expected{w},.pin .speculated{w}{{border-color:{colour};color:{colour}}}")
    return "".join(rules)


def stylesheet(sheet: Sheet, theme: Theme = PLAIN, count: int = 1, *, dark: bool = True) -> str:
    """The style of a stand-alone file of so many travellers; with `dark`, it follows the reader's scheme."""
    light, night = ({name: pair[scheme] for name, pair in palette_of(theme).items()} for scheme in (0, 1))
    turned = f"{colour_rules(night)}{shades(night, count)}"
    turned = f"@media screen and (prefers-color-scheme:dark){{{turned}}}" if dark else ""
    return f"{colour_rules(light)}{shades(light, count)}{shapes()}{sizes(sheet)}{changes(theme)}{turned}"
