"""`simsales studio` begins with what it needs, or says what is missing."""

import builtins

import pytest

from simsales.studio.serving import listen


@pytest.fixture
def without(monkeypatch):
    """An installation that lacks a package."""
    imported = builtins.__import__

    def without(name):
        def lacking(asked, *rest):
            if asked == name:
                raise ImportError(f"No module named {name!r}", name=name)
            return imported(asked, *rest)

        monkeypatch.setattr(builtins, "__import__", lacking)

    return without


@pytest.mark.parametrize("package", ["starlette", "uvicorn"])
def test_without_its_extra_it_says_how_to_get_it(call, without, package):
    without(package)
    done = call("studio --no-browser")
    assert done.exit_code == 2
    assert done.output == (
        f"studio: must have its extra to be used, found no {package}; pip install 'simsales[studio]'\n"
    )


def test_a_port_in_use_ends_it_in_one_line(call):
    with listen(0) as taken:
        port = taken.getsockname()[1]
        done = call(f"studio --no-browser --port {port}")
    assert done.exit_code == 2
    assert f"found {port} in use" in done.output and done.output.count("\n") == 1
