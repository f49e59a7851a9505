"""How a command ends: its last line says how to repeat it, and its exit code what became of it.

0 done, 2 what the user gave cannot be used (a message, never a traceback), 130 interrupted, 1 anything else.
"""

import shlex
import sys
from collections.abc import Callable
from typing import Any

import click

from simsales.words.errors import InputError, SimSalesError

INTERRUPTED = 130


class Commands(click.Group):
    """A group whose commands end with the exit codes above."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except InputError as error:
            say_error(str(error))
            context.exit(2)
        except SimSalesError as error:
            say_error(str(error))
            context.exit(1)
        except KeyboardInterrupt:
            self._say_interrupted(context)
        except Exception as error:
            # Pydantic makes an error of its own of a Ctrl-C that comes while it writes a scenario out.
            if type(error).__name__ != "PydanticSerializationError" or "KeyboardInterrupt" not in str(error):
                raise
            self._say_interrupted(context)

    def _say_interrupted(self, context: click.Context) -> None:
        say_error(f"interrupted\nresume: {shlex.join(['simsales', *sys.argv[1:]])}")
        context.exit(INTERRUPTED)


def say_error(message: str) -> None:
    """Print to standard error, so that what is piped stays clean."""
    click.echo(message, err=True)


def say_how_to_repeat(line: str) -> None:
    click.echo(f"\nrepeat: {line}")


def command_line(command: str, files: tuple[str, ...], **options: Any) -> str:
    """A line for the shell; an option that is None is left out, True is a flag, a tuple of values is repeated."""
    words = ["simsales", command, *files]
    for name, value in options.items():
        for item in value if isinstance(value, tuple) else (value,):
            if item is not None:
                words += [f"--{name.replace('_', '-')}", *([] if item is True else [str(item)])]
    return shlex.join(words)


def every(*attempts: Callable[[], Any]) -> list[Any]:
    """The result of every attempt; if some fail, one InputError with the messages of all that failed."""
    results, messages = [], []
    for attempt in attempts:
        try:
            results.append(attempt())
        except InputError as error:
            messages += str(error).splitlines()
    if messages:  # what is wrong with an option is wrong for every file, and told once
        raise InputError("\n".join(dict.fromkeys(messages)))
    return results
