"""In: places of boxes, and a frame. Out: places at which no box lies on another and no line runs through one. It refuses to know what the boxes are.

A box is a node's shape with its label below it. Only + - * / and square roots are used, in a fixed order: these give the same bits everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Point = tuple[float, float]

CLEAR = 14.0
"""How far a line keeps from a shape that it does not belong to."""
END = 9.0
"""How far the words on a line keep from the shapes at its ends, for its head to be seen."""


@dataclass(frozen=True)
class Box:
    """The room that something takes: `radius` is that of its shape, the rest is measured from the middle of the shape."""

    radius: float
    half_width: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Line:
    """A line between two boxes. Its words take up `half_width` by `half_height` in its middle; a line without words has none."""

    source: int
    target: int
    half_width: float = 0.0
    half_height: float = 0.0


def overlaps(a: Point, box_a: Box, b: Point, box_b: Box, *, margin: float = 0.0) -> bool:
    """Whether two boxes lie on each other."""
    return (
        abs(a[0] - b[0]) < box_a.half_width + box_b.half_width + margin
        and a[1] - box_a.top < b[1] + box_b.bottom + margin
        and b[1] - box_b.top < a[1] + box_a.bottom + margin
    )


def spread_out(
    points: Sequence[Point], boxes: Sequence[Box], lines: Sequence[Line], frame: tuple[float, float] | None, *, margin: float, rounds: int
) -> list[Point]:
    """Move boxes until none lies on another or on a line's words, and lines run clear of them; where there is a frame, within it as far as they fit.

    Args:
        points: Where the boxes stand, around 0, 0.
        boxes: How much room each takes.
        lines: What joins them.
        frame: Width and height that they should stay in.
        margin: How much room is left between them.
        rounds: The most rounds of moving.

    Returns:
        The best places that were found: those with the fewest boxes on each other.
    """
    now = list(points)
    best, least = now, _count_troubles(now, boxes, lines)
    for turn in range(rounds):
        if turn < rounds * 3 // 4:
            _clear_lines(now, boxes, lines)
        _clear_words(now, boxes, lines)
        _push_apart(now, boxes, margin)
        if frame:
            _keep_in_frame(now, boxes, frame)
        troubles = _count_troubles(now, boxes, lines)
        if troubles < least or (troubles == least and turn <= rounds // 2):
            best, least = list(now), troubles
        if not troubles[0] and turn > rounds // 2:
            break
    return best


def count_crossings(points: Sequence[Point], boxes: Sequence[Box], lines: Sequence[Line]) -> int:
    """How many lines cross each other, or run through a shape that is not theirs."""
    crossings = 0
    for place, line in enumerate(lines):
        a, b = points[line.source], points[line.target]
        for other in lines[place + 1 :]:
            if not {line.source, line.target} & {other.source, other.target}:
                c, d = points[other.source], points[other.target]
                crossings += _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)
        crossings += sum(_missing(points, boxes, line, number)[0] > CLEAR for number in range(len(points)))
    return crossings


def _count_troubles(points: Sequence[Point], boxes: Sequence[Box], lines: Sequence[Line]) -> tuple[int, int, int]:
    """How many boxes lie on each other, how many words on a box, and how many lines cross."""
    numbers = range(len(points))
    boxed = sum(overlaps(points[a], boxes[a], points[b], boxes[b]) for a in numbers for b in numbers if a < b)
    worded = sum(overlaps(_middle(points, line, boxes), _words(line), points[n], boxes[n]) for line in lines if line.half_width for n in numbers)
    return boxed, worded, count_crossings(points, boxes, lines)


def _side(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def _push_apart(points: list[Point], boxes: Sequence[Box], margin: float) -> None:
    """Move boxes that lie on each other apart, along the shorter way out, the lighter one further."""
    for a in range(len(points)):
        for b in range(a + 1, len(points)):
            if overlaps(points[a], boxes[a], points[b], boxes[b], margin=margin):
                x, y = _way_out(points[a], boxes[a], points[b], boxes[b], margin)
                points[a] = (points[a][0] - x * 0.4, points[a][1] - y * 0.4)
                points[b] = (points[b][0] + x * 0.6, points[b][1] + y * 0.6)


def _clear_words(points: list[Point], boxes: Sequence[Box], lines: Sequence[Line]) -> None:
    """Move boxes off the words on lines; where they are the line's own ends, it grows longer."""
    for line in lines:
        if not line.half_width:
            continue
        words = _words(line)
        for number in range(len(points)):
            middle = _middle(points, line, boxes)
            is_end = number in (line.source, line.target)
            if overlaps(middle, words, points[number], boxes[number], margin=0.0 if is_end else 4.0):
                x, y = _way_out(middle, words, points[number], boxes[number], 0.0 if is_end else 4.0)
                share = 1.0 if is_end else 0.6
                points[number] = (points[number][0] + x * share, points[number][1] + y * share)
                for end in () if is_end else (line.source, line.target):
                    points[end] = (points[end][0] - x * 0.3, points[end][1] - y * 0.3)


def _clear_lines(points: list[Point], boxes: Sequence[Box], lines: Sequence[Line]) -> None:
    """Move boxes off the lines between others, so that no line seems to end where it only passes."""
    for line in lines:
        for number in range(len(points)):
            missing, x, y = _missing(points, boxes, line, number)
            if missing > 0:
                points[number] = (points[number][0] + x * missing * 0.6, points[number][1] + y * missing * 0.6)


def _missing(points: Sequence[Point], boxes: Sequence[Box], line: Line, number: int) -> tuple[float, float, float]:
    """How far a shape is too near to a line that is not its own, and the direction away from the line."""
    if number in (line.source, line.target):
        return 0.0, 0.0, 0.0
    (ax, ay), (bx, by), (x, y) = points[line.source], points[line.target], points[number]
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy or 1.0
    share = ((x - ax) * dx + (y - ay) * dy) / square
    if not 0.08 < share < 0.92:
        return 0.0, 0.0, 0.0
    off_x, off_y = x - ax - share * dx, y - ay - share * dy
    distance = sqrt(off_x * off_x + off_y * off_y)
    missing = boxes[number].radius + CLEAR - distance
    if distance < 1.0:
        return missing, -dy / sqrt(square), dx / sqrt(square)
    return missing, off_x / distance, off_y / distance


def _keep_in_frame(points: list[Point], boxes: Sequence[Box], frame: Point) -> None:
    """Bring back what has left the frame; what leaves it on one side only draws everything along."""
    lefts = [x - box.half_width for (x, _), box in zip(points, boxes, strict=True)]
    rights = [x + box.half_width for (x, _), box in zip(points, boxes, strict=True)]
    tops = [y - box.top for (_, y), box in zip(points, boxes, strict=True)]
    bottoms = [y + box.bottom for (_, y), box in zip(points, boxes, strict=True)]
    shift_x, shift_y = -(min(lefts) + max(rights)) / 2, -(min(tops) + max(bottoms)) / 2
    for number, ((x, y), box) in enumerate(zip(points, boxes, strict=True)):
        points[number] = (
            min(max(x + shift_x, box.half_width - frame[0] / 2), frame[0] / 2 - box.half_width),
            min(max(y + shift_y, box.top - frame[1] / 2), frame[1] / 2 - box.bottom),
        )


def _way_out(a: Point, box_a: Box, b: Point, box_b: Box, margin: float) -> Point:
    """How far the second box must move to leave the first one."""
    out_x = box_a.half_width + box_b.half_width + margin - abs(a[0] - b[0]) + 0.5
    down = b[1] + box_b.bottom + b[1] - box_b.top > a[1] + box_a.bottom + a[1] - box_a.top
    out_y = (a[1] + box_a.bottom - b[1] + box_b.top if down else b[1] + box_b.bottom - a[1] + box_a.top) + margin + 0.5
    if out_x < out_y:
        return (out_x if b[0] >= a[0] else -out_x), 0.0
    return 0.0, (out_y if down else -out_y)


def _middle(points: Sequence[Point], line: Line, boxes: Sequence[Box]) -> Point:
    """The middle of what can be seen of a line."""
    (ax, ay), (bx, by) = points[line.source], points[line.target]
    distance = sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay)) or 1.0
    share = 0.5 + (boxes[line.source].radius - boxes[line.target].radius - END) / distance / 2
    share = min(0.7, max(0.3, share))
    return ax + (bx - ax) * share, ay + (by - ay) * share


def _words(line: Line) -> Box:
    return Box(0.0, line.half_width, line.half_height, line.half_height)
