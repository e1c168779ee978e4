"""Noticing that an answer turns in a circle: small models begin now and then to say the same words for ever."""

_LONGEST = 32
"""Tokens of the longest circle that is noticed."""
_TIMES, _LEAST = 4, 12
"""The same tokens so many times in a row, and so many tokens in all, are a circle; "no, no, no" is none."""


class Loop:
    """Watches the tokens of one answer. Lines that are the same are no circle: in lists they may be right."""

    def __init__(self) -> None:
        self._line: list[int] = []

    def closes(self, token: int) -> bool:
        """Say whether with this token the same would have been said too often."""
        line = self._line
        for length in range(1, min(_LONGEST, len(line)) + 1):
            if line[-length] == token:
                same = max((_TIMES - 1) * length, _LEAST - length)  # so many tokens would equal those of `length` places before
                if len(line) >= same + length - 1 and line[len(line) - same + 1 :] == line[len(line) - same - length + 1 : -length]:
                    return True
        return False

    def add(self, token: int, line_ends: bool) -> None:
        """Take in the token that was chosen."""
        if line_ends:
            self._line.clear()
        else:
            self._line.append(token)
