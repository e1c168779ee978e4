"""Speech bubbles: how words break into at most three lines, and where bubbles go so that they do not pile up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LINES = 3
_GAP = 3.0


@dataclass(frozen=True)
class Box:
    """A rectangle on the screen."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether two boxes overlap or are nearer than `gap`."""
        apart = self.x + self.width + gap <= other.x or other.x + other.width + gap <= self.x
        return not (apart or self.y + self.height + gap <= other.y or other.y + other.height + gap <= self.y)


def broken(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break words into at most three lines of at most `width` (as `measure` measures); what is too long ends in an ellipsis."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < LINES:
        line = words.pop(0)
        while words and measure(f"{line} {words[0]}") <= width:
            line += " " + words.pop(0)
        while measure(line) > width and len(line) > 1:
            cut = next((at for at in range(len(line) - 1, 0, -1) if measure(line[:at]) <= width), 1)
            words.insert(0, line[cut:])
            line = line[:cut]
        lines.append(line)
    if words:
        last = lines[-1]
        while last and measure(last + "…") > width:
            last = last[:-1]
        lines[-1] = last.rstrip(" ,;:") + "…"
    return lines


def placed(wanted: Sequence[Box], width: float, height: float, avoid: Sequence[Box] = ()) -> list[Box]:
    """Move bubbles apart: earlier ones keep their place, later ones go up, or where there is room, and stay on the screen.

    Args:
        wanted: where each would like to be, the most important first.
        width, height: of the screen.
        avoid: what must not be covered where there is room elsewhere: the people.
    """
    done: list[Box] = list(avoid)
    for box in wanted:
        x = min(max(box.x, 4.0), max(width - box.width - 4.0, 4.0))
        y = min(max(box.y, 4.0), max(height - box.height - 4.0, 4.0))
        done.append(_free(Box(x, y, box.width, box.height), done, width, height))
    return done[len(avoid) :]


def _free(box: Box, done: Sequence[Box], width: float, height: float) -> Box:
    """The nearest free place for a box: edges of the boxes in the way are the candidates."""
    in_way = [other for other in done if box.meets(other, _GAP)]
    if not in_way:
        return box
    ys = {box.y, *(other.y - box.height - _GAP for other in done), *(other.y + other.height + _GAP for other in done)}
    xs = {box.x, *(other.x - box.width - _GAP for other in done), *(other.x + other.width + _GAP for other in done)}
    best, cost = box, float("inf")
    for y in ys:
        for x in xs:
            if not (0 <= x <= width - box.width and 0 <= y <= height - box.height):
                continue
            far = abs(x - box.x) * 1.3 + abs(y - box.y) * (1.0 if y <= box.y else 2.4)
            if far < cost:
                tried = Box(x, y, box.width, box.height)
                if not any(tried.meets(other, _GAP - 0.01) for other in done):
                    best, cost = tried, far
    return best
