"""In: the model and what a screen's first view shows. Out: a place for every entity, the same on every run and processor. It refuses chance and clocks.

The first view is laid out by stress (places as far apart as the links say), the heaviest in the middle, turned and stretched to fill the screen, then
spread out until no label lies on another. Folded entities are put near what they are joined to, where room is left.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from graph.page.folding import Folding, Screen
from graph.page.model import Link, Model, say_relation
from graph.page.spacing import Box, Line, Point, count_crossings, overlaps, spread_out

# One turn of the golden angle and one of 15 degrees, as numbers: cos() may differ in the last bit between processors.
_GOLDEN = (-0.7373688780783197, 0.6754902942615238)
_STEP = (0.9659258262890683, 0.25881904510252074)

EDGE_LENGTH = 165.0
APART = 2.6
"""How many edge lengths lie between what nothing joins."""
STARTS = 5
ROUNDS = 70
"""From how many starts the first view is laid out, and in how many rounds."""
FINISHED = 3
"""How many of them, those with the fewest crossings, are laid out to their end; which of them is drawn is decided there, where labels push places about."""
LAST_ROUNDS = 150
LARGEST = 1.35
"""By how much a small picture is blown up to fill its frame, at most."""
MARGIN = 9.0

CHARACTER = ((0.45, 8.7, 18.0), (0.3, 8.1, 16.5), (0.15, 7.2, 16.5), (-1.0, 6.7, 15.0))
"""From which weight on a label's characters are how wide and its lines how high, in the widest of the usual fonts."""
WORD = 6.6
WORD_LINE = 14.0
WORDED = 12
"""How many lines, the most important first, are sure to have room for their words."""


@dataclass(frozen=True)
class Layout:
    """Where each entity stands, in whole numbers, and how large its shape is. A large graph's first view is spread out `spread` times, to leave room."""

    places: tuple[tuple[int, int], ...]
    radii: tuple[int, ...]
    spread: float = 1.0


def lay_out(model: Model, folding: Folding, screen: Screen) -> Layout:
    """Place every entity of `model` for a screen."""
    count = len(model.contents.entities)
    spread = min(4.0, sqrt(count / len(folding.first)) * 0.6) if folding.is_large and folding.first else 1.0
    boxes = [make_box(entity.label, weight, screen) for entity, weight in zip(model.contents.entities, model.weights, strict=True)]
    near: dict[int, dict[int, None]] = defaultdict(dict)
    for link in model.links:
        if link.source != link.target:
            near[link.source][link.target] = None
            near[link.target][link.source] = None
    places = {number: (x * spread, y * spread) for number, (x, y) in _place_first(model, folding, near, boxes, screen).items()}
    for number in places:
        boxes[number] = _enlarge(boxes[number], spread)
    _place_rest(places, folding, near, boxes, model.weights)
    return Layout(
        tuple((round(places[number][0]), round(places[number][1])) for number in range(count)), tuple(round(box.radius) for box in boxes), round(spread, 2)
    )


def make_box(label: str, weight: float, screen: Screen) -> Box:
    """The room that an entity of this name and weight (0 to 1) takes."""
    radius = (9 + 21 * sqrt(weight)) * screen.shapes
    character, height = next((wide, high) for least, wide, high in CHARACTER if weight > least)
    lines = _wrap(label, screen.wrap)
    width = max(map(len, lines)) * character
    return Box(radius, max(radius, width / 2) + 3, radius + 3, radius + len(lines) * height + 5)


def _wrap(label: str, most: int) -> list[str]:
    """The label in one or two lines, as the page sets it."""
    words = label.split()
    if len(" ".join(words)) <= most:
        return [" ".join(words)]
    line = ""
    while words and len(f"{line} {words[0]}".strip()) <= most:
        line = f"{line} {words.pop(0)}".strip()
    return [line, " ".join(words)[:most]] if line else [" ".join(words)[:most]]


def _enlarge(box: Box, factor: float) -> Box:
    return Box(box.radius * factor, box.half_width * factor, box.top * factor, box.bottom * factor)


def _place_first(model: Model, folding: Folding, near: Mapping[int, Iterable[int]], boxes: Sequence[Box], screen: Screen) -> dict[int, Point]:
    first, weights = folding.first, model.weights
    if not first:
        return {}
    kept = [boxes[number] for number in first]
    lines = list(_find_lines(model, first, screen))
    finished = []
    for order, settled in enumerate(_settle_all(folding, near, weights, kept, lines)):
        points = _blow_up(_turn_to_frame(settled, screen.frame), kept, screen.frame)
        points = spread_out(points, kept, lines, screen.frame, margin=MARGIN, rounds=120)
        points = spread_out(points, kept, lines, None, margin=2.0, rounds=60)  # what found no room in the frame: then the picture is seen from further off
        finished.append((count_crossings(points, kept, lines), order, points))
    return dict(zip(first, min(finished)[2], strict=True))


def _find_lines(model: Model, first: Sequence[int], screen: Screen) -> Iterator[Line]:
    """The lines between entities of the first view, by their ranks; the most important ones with the words that they carry."""
    ranks = {number: rank for rank, number in enumerate(first)}
    inner = [link for link in model.links if link.source in ranks and link.target in ranks and link.source != link.target and not link.is_speech]
    for place, link in enumerate(sorted(inner, key=lambda link: (-link.weight, link.source, link.target))):
        yield _make_line(model, link, ranks, screen) if place < WORDED else Line(ranks[link.source], ranks[link.target])


def _make_line(model: Model, link: Link, ranks: Mapping[int, int], screen: Screen) -> Line:
    words = _wrap(say_relation(model.contents.statements[link.statements[0]], model.contents.entities[link.source]), max(14, screen.wrap - 4))
    return Line(ranks[link.source], ranks[link.target], max(map(len, words)) * WORD / 2 + 4, len(words) * WORD_LINE / 2 + 2)


def _settle_all(
    folding: Folding, near: Mapping[int, Iterable[int]], weights: Sequence[float], boxes: Sequence[Box], lines: Sequence[Line]
) -> list[list[Point]]:
    """The first view by stress: places as far apart as the links say, the heaviest in the middle; the best of several, the best first."""
    first = folding.first
    hops = {number: _count_steps(number, first, folding.community) if folding.is_large else _count_hops(number, near) for number in first}
    lengths = [[hops[number].get(other, APART) * EDGE_LENGTH for other in first] for number in first]
    most = weights[first[0]] or 1.0
    farthest = EDGE_LENGTH * max(1.2, sqrt(len(first)) * 0.75)
    wanted = [farthest * (1 - sqrt(weights[number] / most)) for number in first]
    to_middle = 0.0 if folding.is_large else 0.35
    tried = []
    for start in range(STARTS):
        points = _start(len(first), EDGE_LENGTH, start)
        _settle_rounds(points, lengths, wanted, to_middle, ROUNDS)
        tried.append((count_crossings(points, boxes, lines), start, points))
    best = [points for _, _, points in sorted(tried)[: 1 if folding.is_large else FINISHED]]
    for points in best:
        _settle_rounds(points, lengths, wanted, to_middle, LAST_ROUNDS)
    return best


def _settle_rounds(points: list[Point], lengths: Sequence[Sequence[float]], wanted: Sequence[float], to_middle: float, rounds: int) -> None:
    for _ in range(rounds):
        for i, length in enumerate(lengths):
            pulls = [((0.0, 0.0), wanted[i], to_middle)]
            pulls += [(points[j], far, (EDGE_LENGTH / far) ** 2) for j, far in enumerate(length) if i != j]
            points[i] = _settle(points[i], pulls)


def _turn_to_frame(points: Sequence[Point], frame: Point) -> list[Point]:
    """Turn the picture, in steps of 15 degrees, to where it fills the frame best, and stretch it a little to the frame's shape."""
    turned, best = list(points), list(points)
    for _ in range(11):
        turned = [_turn(point, _STEP) for point in turned]
        if _stretch(turned, frame) < _stretch(best, frame):
            best = turned
    (left, right), (top, bottom) = _extent(x for x, _ in best), _extent(y for _, y in best)
    ratio = ((right - left) or 1.0) / ((bottom - top) or 1.0) / (frame[0] / frame[1])
    stretch_x, stretch_y = (min(1.5, 1 / ratio), 1.0) if ratio < 1 else (1.0, min(1.5, ratio))
    return [(x * stretch_x, y * stretch_y) for x, y in best]


def _stretch(points: Sequence[Point], frame: Point) -> float:
    """How large a frame must be to hold the points, in frames."""
    (left, right), (top, bottom) = _extent(x for x, _ in points), _extent(y for _, y in points)
    return max((right - left) / frame[0], (bottom - top) / frame[1])


def _extent(values: Iterable[float]) -> tuple[float, float]:
    kept = list(values)
    return min(kept), max(kept)


def _blow_up(points: Sequence[Point], boxes: Sequence[Box], frame: Point) -> list[Point]:
    """Spread or shrink the places, not the boxes, until they fill the frame in one direction."""
    least, most = 0.2, LARGEST
    for _ in range(30):
        scale = (least + most) / 2
        lefts, rights = zip(*((x * scale - box.half_width, x * scale + box.half_width) for (x, _), box in zip(points, boxes, strict=True)), strict=True)
        tops, bottoms = zip(*((y * scale - box.top, y * scale + box.bottom) for (_, y), box in zip(points, boxes, strict=True)), strict=True)
        if max(rights) - min(lefts) > frame[0] or max(bottoms) - min(tops) > frame[1]:
            most = scale
        else:
            least = scale
    return [(x * least, y * least) for x, y in points]


def _start(count: int, length: float, skipped: int) -> list[Point]:
    """A sunflower: the first in the middle, the others around it in rank, begun so many seeds later."""
    x, y = 1.0, 0.0
    points = []
    for number in range(count):
        radius = length * 0.6 * sqrt(number + 0.35 * skipped)
        points.append((x * radius, y * radius))
        x, y = _turn((x, y), _GOLDEN)
        if skipped and number % (skipped + 1) == 0:
            x, y = _turn((x, y), _GOLDEN)
    return points


def _turn(direction: Point, by: Point) -> Point:
    return direction[0] * by[0] - direction[1] * by[1], direction[0] * by[1] + direction[1] * by[0]


def _settle(point: Point, pulls: Iterable[tuple[Point, float, float]]) -> Point:
    """One step of stress majorization: the weighted mean of where each of the others would have the point."""
    x = y = total = 0.0
    for (other_x, other_y), length, weight in pulls:
        dx, dy = point[0] - other_x, point[1] - other_y
        distance = sqrt(dx * dx + dy * dy) or 1.0
        x += weight * (other_x + dx / distance * length)
        y += weight * (other_y + dy / distance * length)
        total += weight
    return x / total, y / total


def _count_hops(start: int, near: Mapping[int, Iterable[int]]) -> dict[int, float]:
    """Steps to each entity within three."""
    hops: dict[int, float] = {start: 0.0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in near.get(node, ()) if hops[node] < 3 else ():
            if other not in hops:
                hops[other] = hops[node] + 1.0
                queue.append(other)
    return hops


def _count_steps(start: int, first: Iterable[int], community: Sequence[int]) -> dict[int, float]:
    """Distances that keep communities apart and their members together."""
    return {other: 0.8 if community[other] == community[start] else 3.0 for other in first}


class _Room:
    """Where boxes stand already, in squares, so that a free spot is found without looking at all of them."""

    SIDE = 120.0

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[tuple[Point, Box]]] = defaultdict(list)

    def add(self, point: Point, box: Box) -> None:
        columns, rows = self._reach(point, box)
        for column in columns:
            for row in rows:
                self._squares[column, row].append((point, box))

    def is_free(self, point: Point, box: Box) -> bool:
        columns, rows = self._reach(point, box)
        for column in columns:
            for row in rows:
                for other, other_box in self._squares.get((column, row), ()):
                    if overlaps(point, box, other, other_box):
                        return False
        return True

    def _reach(self, point: Point, box: Box) -> tuple[range, range]:
        left, right = int((point[0] - box.half_width) // self.SIDE), int((point[0] + box.half_width) // self.SIDE)
        top, bottom = int((point[1] - box.top) // self.SIDE), int((point[1] + box.bottom) // self.SIDE)
        return range(left, right + 1), range(top, bottom + 1)


def _place_rest(places: dict[int, Point], folding: Folding, near: Mapping[int, Iterable[int]], boxes: Sequence[Box], weights: Sequence[float]) -> None:
    """Put each folded entity where room is left near those it is joined to, the nearest to the first view first."""
    room = _Room()
    for number, point in places.items():
        room.add(point, boxes[number])
    leaders: dict[int, int] = {}
    for number in folding.first:
        leaders.setdefault(folding.community[number], number)
    reach: dict[tuple[int, int], int] = {}
    for number in _order_rest(places, near, weights):
        known = [places[other] for other in near.get(number, ()) if other in places]
        leader = leaders.get(folding.community[number])
        if not known and leader is not None and folding.is_large:
            known = [places[leader]]
        middle = (sum(x for x, _ in known) / len(known), sum(y for _, y in known) / len(known)) if known else (0.0, 0.0)
        box = boxes[number]
        key = (int(middle[0] // 200), int(middle[1] // 200))
        for ring, spot in _rings(middle, reach.get(key, 1)):
            if room.is_free(spot, box):
                reach[key] = max(1, ring - 1)
                places[number] = spot
                room.add(spot, box)
                break


def _order_rest(places: Mapping[int, Point], near: Mapping[int, Iterable[int]], weights: Sequence[float]) -> Iterator[int]:
    """The entities that have no place: ring by ring around those that have, the heavier first, then those that nothing joins."""
    seen = set(places)
    layer = sorted({other for number in places for other in near.get(number, ())} - seen, key=lambda number: (-weights[number], number))
    while len(seen) < len(weights):
        if not layer:
            layer = [min(set(range(len(weights))) - seen, key=lambda number: (-weights[number], number))]
        seen.update(layer)
        yield from layer
        layer = sorted({other for number in layer for other in near.get(number, ())} - seen, key=lambda number: (-weights[number], number))


def _rings(middle: Point, start: int) -> Iterator[tuple[int, Point]]:
    """Spots around `middle`, ring by ring, without end."""
    ring, first = start, (1.0, 0.0)
    while True:
        direction = first = _turn(first, _GOLDEN)  # else rings would fill up along the same 24 rays
        for _ in range(24):
            yield ring, (middle[0] + direction[0] * ring * 34 * 1.2, middle[1] + direction[1] * ring * 34)
            direction = _turn(direction, _STEP)
        ring += 1
