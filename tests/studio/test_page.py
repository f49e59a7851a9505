"""The page without a browser: what is served, that its parts fit together, and that its colours can be read."""

import re

import pytest

from simsales.studio.app import STATIC, TEMPLATES

pytest.importorskip("starlette", reason="the extra 'studio' is not installed")

SCRIPTS = sorted(STATIC.glob("*.js"))
SHEETS = sorted(STATIC.glob("*.css"))
PAGES = sorted(TEMPLATES.glob("*.html"))


def text(path):
    return path.read_text(encoding="utf-8")


def name_of(path):
    return path.name


@pytest.fixture
def html(client):
    return client.get("/").text


def test_the_page_is_served_with_its_landmarks(html):
    for landmark in ("<header", "<nav", "<main", "<footer", '<html lang="en">', 'class="skip"'):
        assert landmark in html


def test_a_study_has_the_same_page_and_says_which(client):
    assert 'data-study="0123456789ab"' in client.get("/studies/0123456789ab").text


def test_the_base_in_the_address_is_text(client):
    html = client.get('/?base="><script>alert(1)</script>').text
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_every_file_that_the_page_names_is_served(client, html):
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    assert len(named) >= 5
    assert {path: client.get(path).status_code for path in named} == dict.fromkeys(named, 200)


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_every_module_that_is_imported_is_there(path):
    asked = re.findall(r"""(?:from|import\()\s*["']\./([^"']+)["']""", text(path))
    assert {name for name in asked if not (STATIC / name).is_file()} == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_every_name_that_is_imported_is_exported_there(path):
    for names, module in re.findall(r'import \{([^}]*)\} from "\./([^"]+)"', text(path)):
        exported = set(re.findall(r"export (?:async )?(?:function|const|class) (\w+)", text(STATIC / module)))
        assert {name.split(" as ")[0].strip() for name in names.split(",") if name.strip()} <= exported


def test_every_element_that_scripts_look_for_is_on_the_page(html):
    there = set(re.findall(r'\bid="([^"]+)"', html))
    for path in SCRIPTS:
        asked = set(re.findall(r'byId\("([^"]+)"\)', text(path)))
        assert asked <= there, f"{path.name} looks for {asked - there}"


def test_an_id_stands_once(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_every_label_and_description_points_at_something(html):
    there = set(re.findall(r'\bid="([^"]+)"', html))
    pointed = re.findall(r'\b(?:for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"', html)
    assert {one for many in pointed for one in many.split()} <= there


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_nothing_in_a_template_is_a_script_of_its_own(path):
    assert not re.findall(r"\son\w+=", text(path))
    assert not re.findall(r"<script(?![^>]*\bsrc=)", text(path))
    assert "|safe" not in text(path).replace(" ", "")


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_no_script_makes_markup_of_data(path):
    for way in (".innerHTML", ".outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in text(path)


@pytest.mark.parametrize("path", [*SCRIPTS, *SHEETS, *PAGES], ids=name_of)
def test_nothing_is_asked_of_another_host(path):
    addresses = re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')]*", re.sub(r"(?m)^\s*//.*$", "", text(path)))
    assert [a for a in addresses if "www.w3.org" not in a] == []


@pytest.mark.parametrize("path", [*SCRIPTS, *SHEETS, *PAGES], ids=name_of)
def test_a_module_of_the_page_stays_small(path):
    assert len(text(path).splitlines()) <= 350


def palettes():
    """The colours in light and dark, by name."""
    sheet = text(STATIC / "page.css")
    blocks = re.findall(r'(?m)^(:root(?:\[data-theme="dark"\])?) \{\n(.*?)^\}', sheet, re.DOTALL)
    return {
        where: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for where, block in blocks
        if "--ink" in block
    }


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("where", [":root", ':root[data-theme="dark"]'])
def test_text_can_be_read_on_every_ground(where):
    colours = palettes()[where]
    plain = [(name, ground) for name in ("ink", "quiet", "accent") for ground in ("paper", "card", "soft")]
    tinted = [
        *(("good", "card"), ("bad", "card"), ("open", "card"), ("good", "good-soft"), ("bad", "bad-soft")),
        *(("ink", "accent-soft"), ("accent", "accent-soft"), ("quiet", "accent-soft"), ("ink", "bad-soft")),
        *(("on-accent", "accent"), ("quiet", "soft")),
    ]
    poor = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in [*plain, *tinted]}
    assert {pair: found for pair, found in poor.items() if found < 4.5} == {}
    tokens = {
        name: contrast(colours[name], colours["card"])
        for name in ("lead", "opportunity", "order", "complaint")
    }
    assert {name: found for name, found in tokens.items() if found < 3} == {}


def test_the_colours_are_settled_before_the_page_is_drawn():
    """A script that waits, as modules do, would let light flash before dark."""
    head = text(TEMPLATES / "page.html").partition("</head>")[0]
    assert '<script src="/static/theme.js"></script>' in head
    assert "prefers-color-scheme" not in text(STATIC / "page.css"), "the script alone says which"
