"""`studio`: the page on which a strategist changes levers and sees the company answer."""

from pathlib import Path

import click

from simsales.words.errors import InputError


@click.command()
@click.option(
    "--port", type=int, default=8600, show_default=True, metavar="N", help="Where the page is; 0: any."
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option(
    "--folder",
    default=".",
    show_default=True,
    metavar="DIR",
    help="Where your scenario files are, and the studies are kept.",
)
def studio(port: int, no_browser: bool, folder: str) -> None:
    """Open a page on which levers are changed and what-ifs compared.

    It is served to this machine alone, and nothing leaves it.
    """
    _must_be_installed()
    from simsales.studio.serving import serve

    serve(Path(folder), port, not no_browser, click.echo)


def _must_be_installed() -> None:
    try:
        import starlette  # noqa: F401  # only asked whether they are there
        import uvicorn  # noqa: F401  # likewise
    except ImportError as problem:
        sentence = f"must have its extra to be used, found no {problem.name}"
        raise InputError(f"studio: {sentence}; pip install 'simsales[studio]'") from None
