"""The page's colours: they can be read, and they keep apart for every kind of colour blindness."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import combinations

import pytest

Colour = tuple[float, float, float]

# Machado, Oliveira and Fernandes (2009), whole loss of one kind of cone, on linear RGB.
SIGHTS: dict[str, tuple[Colour, Colour, Colour]] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def read_colours() -> dict[str, dict[str, str]]:
    style = (files("graph.page") / "assets" / "page.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2])
    return {"light": light, "dark": {**light, **dark}}


SCHEMES = read_colours()


def to_linear(colour: str) -> Colour:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def contrast(a: str, b: str) -> float:
    dark, light = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (to_linear(a), to_linear(b)))
    return (light + 0.05) / (dark + 0.05)


def difference(a: str, b: str, sight: str) -> float:
    """How far two colours are apart to somebody, in CIE L*a*b*; about 2 can just be told apart side by side."""
    return sum((x - y) ** 2 for x, y in zip(_to_lab(_see(a, sight)), _to_lab(_see(b, sight)), strict=True)) ** 0.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read(scheme: str) -> None:
    colours = SCHEMES[scheme]
    texts = ["ink", "muted", "accent", *(name for name in colours if name.startswith("group-"))]
    assert [(name, paper) for name in texts for paper in ("paper", "ground") if contrast(colours[name], colours[paper]) < 4.5] == []
    assert contrast(colours["accent-ink"] if colours["accent-ink"].startswith("#") else "#ffffff", colours["accent"]) >= 4.5
    assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
    assert contrast(colours["outline"], colours["paper"]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("kind", ["group", "type"])
def test_colours_keep_apart(scheme: str, sight: str, kind: str) -> None:
    colours = {name: value for name, value in SCHEMES[scheme].items() if name.startswith(f"{kind}-") and name != "group-speech"}
    assert len(colours) == (5 if kind == "group" else 7)
    assert [(a, b) for a, b in combinations(colours, 2) if difference(colours[a], colours[b], sight) < 20] == []


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _see(colour: str, sight: str) -> Colour:
    cones = to_linear(colour)
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, cones, strict=True)))) for row in SIGHTS[sight])
    return red, green, blue


def _to_lab(colour: Colour) -> Colour:
    red, green, blue = colour
    x = _root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = _root(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
