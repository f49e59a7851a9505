"""Several stories of one case at the same time, and the wait until the last of them has ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from simsales.instruments.kernel import WAIT, Kernel, Story
from simsales.words.records import Case

if TYPE_CHECKING:
    from collections.abc import Callable


def beside(
    kernel: Kernel, case: Case, parts: Sequence[tuple[Case, Callable[[Case], Story]]]
) -> Iterable[None]:
    """Live the parts' stories side by side: ``yield from beside(kernel, order.case, parts)``.

    Each part is a case of its own, because a case does one thing at a time, with the function that tells its
    story.  The case that waits goes on when the last part has ended, at that instant.
    """
    left = len(parts)
    if not left:
        return ()

    def told(part: Case, story: Callable[[Case], Story]) -> Story:
        nonlocal left
        yield from story(part)
        left -= 1
        if left == 0:
            kernel.at(kernel.now, case.at_decision, None, case.story)

    for part, story in parts:
        kernel.start(part, told(part, story))
    return WAIT
