"""Losing a customer is an exception, so that the story of selling has no `if` on its happy path."""

from __future__ import annotations


class Lost(Exception):
    """The case leaves the process, for a reason of `simsales.words.vocabulary`.

    `time` is set where the case left earlier than anybody noticed, such as a caller who hung up in the queue.
    """

    __slots__ = ("reason", "time")  # no dictionary to make for each of many thousand losses

    def __init__(self, reason: int, time: float | None = None) -> None:
        self.reason = reason
        self.time = time


class Withdrawn(Exception):
    """The customer takes an order back before it is made."""
