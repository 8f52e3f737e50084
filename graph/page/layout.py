"""In: the model and what its first view shows. Out: a place for every entity, the same on every run and processor. It refuses chance and clocks.

The first view is laid out by stress (places as far apart as the links say), the heaviest in the middle, then pushed apart until no label lies on
another. Folded entities are put near what they are joined to, where room is left. Only + - * / and square roots are used: these give the same bits everywhere.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from graph.page.folding import Folding
from graph.page.model import Model

Point = tuple[float, float]

# One turn of the golden angle and one of 15 degrees, as numbers: cos() may differ in the last bit between processors.
_GOLDEN = (-0.7373688780783197, 0.6754902942615238)
_STEP = (0.9659258262890683, 0.25881904510252074)

EDGE_LENGTH = 165.0
APART = 2.6
"""How many edge lengths lie between what nothing joins."""
ROUNDS = 250
CHARACTER = 7.6
"""Width of a label's character at the size at which the first view is seen."""
LINE = 17.0
WRAP = 18
FRAME = (830.0, 600.0)
"""The picture's size on a screen of 1280 by 800."""


@dataclass(frozen=True)
class Box:
    """The room that an entity takes: its shape of `radius` with the label below it, from the middle of the shape."""

    radius: float
    half_width: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """Where each entity stands, in whole numbers, and how large its shape is. A large graph's first view is spread out `spread` times, to leave room."""

    places: tuple[tuple[int, int], ...]
    radii: tuple[int, ...]
    spread: float = 1.0


def lay_out(model: Model, folding: Folding) -> Layout:
    """Place every entity of `model`."""
    count = len(model.contents.entities)
    spread = min(4.0, sqrt(count / len(folding.first)) * 0.6) if folding.is_large and folding.first else 1.0
    first = set(folding.first)
    boxes = [make_box(entity.label, model.weights[number], spread if number in first else 1.0) for number, entity in enumerate(model.contents.entities)]
    near: dict[int, dict[int, None]] = defaultdict(dict)
    for link in model.links:
        if link.source != link.target:
            near[link.source][link.target] = None
            near[link.target][link.source] = None
    places = _place_first(folding, near, boxes, model.weights, spread)
    _place_rest(places, folding, near, boxes, model.weights)
    return Layout(
        tuple((round(places[number][0]), round(places[number][1])) for number in range(count)), tuple(round(box.radius) for box in boxes), round(spread, 2)
    )


def overlaps(a: Point, box_a: Box, b: Point, box_b: Box, *, margin: float = 0.0) -> bool:
    """Whether two entities' boxes lie on each other."""
    return (
        abs(a[0] - b[0]) < box_a.half_width + box_b.half_width + margin
        and a[1] - box_a.top < b[1] + box_b.bottom + margin
        and b[1] - box_b.top < a[1] + box_a.bottom + margin
    )


def make_box(label: str, weight: float, scale: float = 1.0) -> Box:
    """The room that an entity of this name and weight (0 to 1) takes."""
    radius = (9 + 21 * sqrt(weight)) * scale
    lines = 2 if len(label) > WRAP else 1
    width = min(len(label), WRAP if lines == 1 else WRAP + 2) * CHARACTER * scale
    return Box(radius, max(radius, width / 2) + 5 * scale, radius + 4 * scale, radius + (lines * LINE + 8) * scale)


def _place_first(folding: Folding, near: Mapping[int, Iterable[int]], boxes: Sequence[Box], weights: Sequence[float], spread: float) -> dict[int, Point]:
    first = folding.first
    if not first:
        return {}
    hops = {number: _count_steps(number, first, folding.community) if folding.is_large else _count_hops(number, near) for number in first}
    most = weights[first[0]] or 1.0
    points = _start(len(first), EDGE_LENGTH)
    farthest = EDGE_LENGTH * max(1.2, sqrt(len(first)) * 0.75)
    for _ in range(ROUNDS):
        for i, number in enumerate(first):
            wanted = farthest * (1 - sqrt(weights[number] / most))
            pulls = [((0.0, 0.0), wanted, 0.0 if folding.is_large else 0.35)]
            for j, other in enumerate(first):
                if i != j:
                    length = hops[number].get(other, APART) * EDGE_LENGTH
                    pulls.append((points[j], length, (EDGE_LENGTH / length) ** 2))
            points[i] = _settle(points[i], pulls)
    points = _fill_frame(points)
    places = dict(zip(first, ((x * spread, y * spread) for x, y in points), strict=True))
    pairs = [(a, b) for a in first for b in near.get(a, ()) if a < b and b in places]
    for _ in range(6):
        # Labels keep their size on the screen: the more the picture must shrink to fit, the more room they take in it.
        grown = _grow(boxes, places, 1 / min(1.0, _fit_scale(places, boxes) * spread))
        for _ in range(8):
            _keep_lines_clear(places, pairs, grown)
            _push_apart(places, grown, pairs, margin=14 * spread, rounds=12)
    _push_apart(places, grown, pairs, margin=8 * spread, rounds=400)
    return places


def _fill_frame(points: Sequence[Point]) -> list[Point]:
    """Turn the picture, in steps of 15 degrees, to where it fills the frame best, and stretch it a little to the frame's shape."""
    turned, best = list(points), list(points)
    for _ in range(11):
        turned = [_turn(point, _STEP) for point in turned]
        if _stretch(turned) < _stretch(best):
            best = turned
    (left, right), (top, bottom) = _extent(x for x, _ in best), _extent(y for _, y in best)
    ratio = ((right - left) or 1.0) / ((bottom - top) or 1.0) / (FRAME[0] / FRAME[1])
    stretch_x, stretch_y = (min(1.5, 1 / ratio), 1.0) if ratio < 1 else (1.0, min(1.5, ratio))
    return [(x * stretch_x, y * stretch_y) for x, y in best]


def _stretch(points: Sequence[Point]) -> float:
    """How large a frame must be to hold the points, in frames."""
    (left, right), (top, bottom) = _extent(x for x, _ in points), _extent(y for _, y in points)
    return max((right - left) / FRAME[0], (bottom - top) / FRAME[1])


def _extent(values: Iterable[float]) -> tuple[float, float]:
    kept = list(values)
    return min(kept), max(kept)


def _fit_scale(places: Mapping[int, Point], boxes: Sequence[Box]) -> float:
    """At which scale the places fill the frame."""
    wide = max(x + boxes[n].half_width for n, (x, _) in places.items()) - min(x - boxes[n].half_width for n, (x, _) in places.items())
    high = max(y + boxes[n].bottom for n, (_, y) in places.items()) - min(y - boxes[n].top for n, (_, y) in places.items())
    return min(FRAME[0] / wide, FRAME[1] / high)


def _grow(boxes: Sequence[Box], places: Iterable[int], factor: float) -> list[Box]:
    """The boxes with the labels of those in `places` grown; the shapes stay."""
    grown = list(boxes)
    for number in places:
        box = boxes[number]
        grown[number] = Box(box.radius, max(box.radius, box.half_width * factor), box.top, box.radius + (box.bottom - box.radius) * factor)
    return grown


def _start(count: int, length: float) -> list[Point]:
    """A sunflower: the first in the middle, the others around it in rank."""
    x, y = 1.0, 0.0
    points = []
    for number in range(count):
        radius = length * 0.6 * sqrt(number)
        points.append((x * radius, y * radius))
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


def _push_apart(places: dict[int, Point], boxes: Sequence[Box], pairs: Iterable[tuple[int, int]], *, margin: float, rounds: int) -> None:
    """Move boxes that lie on each other apart, along the shorter way out, the lighter one further; `pairs` need room for their line's label as well."""
    numbers, joined = sorted(places), set(pairs)
    for _ in range(rounds):
        moved = False
        for i, a in enumerate(numbers):
            for b in numbers[i + 1 :]:
                room = margin + (LINE * 1.5 if (a, b) in joined else 0.0)
                if not overlaps(places[a], boxes[a], places[b], boxes[b], margin=room):
                    continue
                moved = True
                (ax, ay), (bx, by) = places[a], places[b]
                out_x = boxes[a].half_width + boxes[b].half_width + room - abs(ax - bx) + 0.5
                down = by + boxes[b].bottom > ay + boxes[a].bottom
                out_y = (ay + boxes[a].bottom - by + boxes[b].top if down else by + boxes[b].bottom - ay + boxes[a].top) + room + 0.5
                if out_x < out_y:
                    shift = out_x if bx >= ax else -out_x
                    places[a], places[b] = (ax - shift * 0.4, ay), (bx + shift * 0.6, by)
                else:
                    shift = out_y if down else -out_y
                    places[a], places[b] = (ax, ay - shift * 0.4), (bx, by + shift * 0.6)
        if not moved:
            return


def _keep_lines_clear(places: dict[int, Point], pairs: Iterable[tuple[int, int]], boxes: Sequence[Box]) -> None:
    """Move entities off the lines between others, so that no line seems to end where it only passes."""
    for a, b in pairs:
        (ax, ay), (bx, by) = places[a], places[b]
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy or 1.0
        for number, (x, y) in places.items():
            share = ((x - ax) * dx + (y - ay) * dy) / square
            if number in (a, b) or not 0.08 < share < 0.92:
                continue
            off_x, off_y = x - ax - share * dx, y - ay - share * dy
            distance = sqrt(off_x * off_x + off_y * off_y) or 1.0
            missing = boxes[number].radius + 16 - distance
            if missing > 0:
                if distance == 1.0:
                    off_x, off_y = -dy / sqrt(square), dx / sqrt(square)
                places[number] = (x + off_x / distance * missing * 0.6, y + off_y / distance * missing * 0.6)


class _Room:
    """Where boxes stand already, in squares, so that a free spot is found without looking at all of them."""

    SIDE = 120.0

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[tuple[Point, Box]]] = defaultdict(list)

    def add(self, point: Point, box: Box) -> None:
        for square in self._list_squares(point, box):
            self._squares[square].append((point, box))

    def is_free(self, point: Point, box: Box) -> bool:
        return not any(overlaps(point, box, *other) for square in self._list_squares(point, box) for other in self._squares.get(square, ()))

    def _list_squares(self, point: Point, box: Box) -> Iterator[tuple[int, int]]:
        left, right = int((point[0] - box.half_width) // self.SIDE), int((point[0] + box.half_width) // self.SIDE)
        top, bottom = int((point[1] - box.top) // self.SIDE), int((point[1] + box.bottom) // self.SIDE)
        return ((column, row) for column in range(left, right + 1) for row in range(top, bottom + 1))


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
