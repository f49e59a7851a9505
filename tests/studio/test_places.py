"""Nothing outside the working folder is read or written."""

import pytest

from simsales.studio.places import below, file_of, scenarios
from simsales.words.errors import InputError, ScenarioError


@pytest.mark.parametrize(
    "named",
    [
        "../x.toml",
        "a/../../x.toml",
        "/x.toml",
        "..",
        "",
        "  ",
        "C:\\x.toml",
        "\\x.toml",
        "a\\..\\x.toml",
        "a\0b",
    ],
)
def test_a_way_out_is_refused(folder, named):
    with pytest.raises(InputError, match="must lie below the working folder"):
        below(folder, named)


def test_a_link_out_is_refused(folder):
    (folder.parent / "outside.toml").write_text('about = "secret"')
    (folder / "link.toml").symlink_to(folder.parent / "outside.toml")
    (folder / "way").symlink_to(folder.parent)
    for named in ("link.toml", "way/outside.toml"):
        with pytest.raises(InputError, match="must lie below"):
            file_of(folder, named)
    assert not [each for each in scenarios(folder) if each["about"] == "secret"]


def test_a_parent_outside_is_refused_with_its_line(folder):
    (folder.parent / "outside.toml").write_text('about = "secret"')
    (folder / "child.toml").write_text('about = "A child"\nbased_on = "../outside.toml"\n')
    with pytest.raises(ScenarioError) as error:
        file_of(folder, "child.toml")
    assert (error.value.problems[0].where, error.value.problems[0].line) == ("based_on", 2)


def test_a_circle_of_parents_is_told_and_not_followed_for_ever(folder, client):
    (folder / "a.toml").write_text('based_on = "b.toml"')
    (folder / "b.toml").write_text('based_on = "a.toml"')
    assert client.get("/api/levers?base=a.toml").status_code == 422


def test_own_files_are_listed_beside_the_shipped_and_others_are_not(folder):
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (folder / "broken.toml").write_text("about = ")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "child.toml").write_text('based_on = "../small.toml"\nabout = "A child"\n')
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.toml").write_text('about = "no"')
    found = {each["name"]: each for each in scenarios(folder)}
    assert [name for name, each in found.items() if not each["shipped"]] == [
        "broken.toml",
        "small.toml",
        "deeper/child.toml",
    ]
    assert found["deeper/child.toml"]["about"] == "A child"
    assert found["norddrive"]["shipped"]
