"""Every mistake in a question is told at the control that makes it."""

import pytest

from tests.studio.conftest import question


def checked(client, *whatifs, **more):
    return client.post("/api/check", json=question(*whatifs, **more))


def errors(answer):
    assert answer.status_code == 422, answer.text
    return {(each["whatif"], each["key"]): each["message"] for each in answer.json()["errors"]}


def whatif(settings, name="A"):
    return {"name": name, "set": settings}


def test_what_changes_is_told_from_old_to_new(client):
    found = checked(client, whatif({"people.hunter.count": "3", "demand.inbound.rate": "x1.5"})).json()
    assert found["changes"] == {
        "A": [
            {"key": "demand.inbound.rate", "old": '"400 / y"', "new": '"600 / y"'},
            {"key": "people.hunter.count", "old": "2", "new": "3"},
        ]
    }
    assert found["line"].startswith("simsales compare small.toml simsales-studies/")


def test_a_lever_out_of_its_range_is_refused_beside_the_control(client):
    found = errors(checked(client, whatif({"people.hunter.count": "51"})))
    assert found == {("A", "people.hunter.count"): "must lie between 0 and 50 to be plausible, found 51"}


def test_who_knows_what_they_do_may_leave_the_range(client):
    assert checked(client, whatif({"people.hunter.count": "51"}), beyond_range=True).status_code == 200


def test_a_base_beyond_a_range_is_not_held_against_the_what_if(client, folder):
    text = (folder / "small.toml").read_text().replace("count = 2", "count = 60")
    (folder / "small.toml").write_text(text)
    assert checked(client, whatif({"people.sdr.count": "2"})).status_code == 200


def test_a_base_that_was_edited_is_read_again(client, folder):
    before = checked(client, whatif({"people.hunter.count": "3"})).json()["changes"]["A"]
    (folder / "small.toml").write_text((folder / "small.toml").read_text().replace("count = 2", "count = 13"))
    after = checked(client, whatif({"people.hunter.count": "3"})).json()["changes"]["A"]
    assert (before[0]["old"], after[0]["old"]) == ("2", "13")


def test_all_mistakes_of_all_what_ifs_are_told_at_once(client):
    found = errors(
        checked(
            client,
            whatif({"people.hunter.cuont": "3", "people.sdr.count": "90"}, "A"),
            whatif({"demand.inbound.rate": "many", "compensation.hunter.kind": "comission"}, "B"),
            kpi="contribtion",
            worth="-1",
        )
    )
    assert (
        found[None, "kpi"].startswith("must be a known KPI")
        and "did you mean 'contribution'" in found[None, "kpi"]
    )
    assert found[None, "worth"].startswith("must be a number of at least 0")
    assert "did you mean 'count'" in found["A", "people.hunter.cuont"]
    assert "between 0 and 50" in found["A", "people.sdr.count"]
    assert found["B", "demand.inbound.rate"].startswith("must be a rate")
    assert "did you mean 'commission'" in found["B", "compensation.hunter.kind"]


def test_another_plan_is_chosen_by_its_kind_whatever_the_order(client):
    settings = {"compensation.hunter.rate": "0.08", "compensation.hunter.kind": "commission"}
    changes = checked(client, whatif(settings)).json()["changes"]["A"]
    assert [each["key"] for each in changes] == ["compensation.hunter"]
    assert 'kind = "commission"' in changes[0]["new"] and "rate = 0.08" in changes[0]["new"]


def test_how_we_look_is_the_same_for_all(client):
    assert ("A", "run.horizon") in errors(checked(client, whatif({"run.horizon": "5 w"})))
    assert checked(client, set={"run.horizon": "5 w"}).status_code == 200


def test_a_key_is_set_in_one_place(client):
    found = errors(checked(client, whatif({"people.sdr.count": "2"}), set={"people.sdr.count": "3"}))
    assert ("A", "people.sdr.count") in found


def test_a_common_setting_beyond_its_range_is_refused_for_all(client):
    assert (None, "run.horizon") in errors(checked(client, set={"run.horizon": "1 w"}))


@pytest.mark.parametrize("name", ["small", "SMALL", "base"])
def test_a_what_if_is_not_called_as_its_base(client, name):
    assert (name, "name") in errors(checked(client, whatif({}, name)))


def test_an_amount_in_another_unit_is_refused(client):
    assert "must be in EUR" in errors(checked(client, worth="5 wins"))[None, "worth"]


def test_a_kpi_that_is_not_measured_here_is_refused(client):
    assert "must be measured" in errors(checked(client, kpi="otif"))[None, "kpi"]


def test_a_broken_base_shows_its_errors_with_lines(client, folder):
    (folder / "small.toml").write_text('[people.hunter]\ncount = "many"\n')
    message = errors(checked(client))[None, "people.hunter.count"]
    assert message.endswith("(small.toml:2)")


@pytest.mark.parametrize(
    "base",
    [
        "../outside.toml",
        "/etc/passwd",
        "/etc/x.toml",
        "nothing.toml",
        "nothing",
        "C:\\x.toml",
        "a\0.toml",
        "..",
        ".toml/../../x.toml",
    ],
)
def test_a_base_outside_the_folder_is_refused(client, folder, base):
    (folder.parent / "outside.toml").write_text('about = "secret"')
    answer = checked(client, base=base)
    assert answer.status_code == 422
    assert "secret" not in answer.text


def test_a_name_with_markup_stays_text(client, started):
    name = '<img src=x onerror="alert(1)">'
    answer = client.post("/api/studies", json=question(whatif({"people.sdr.count": "2"}, name)))
    study = client.get(f"/api/studies/{answer.json()['id']}")
    assert study.json()["question"]["whatifs"][0]["name"] == name
    assert study.headers["content-type"] == "application/json"
