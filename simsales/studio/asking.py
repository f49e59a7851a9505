"""The scenarios of a study as the command line would load and prepare them from the same files."""

from simsales.experiments.experiment import prepared
from simsales.experiments.replications import scenario_key
from simsales.scenario import load
from simsales.studio.places import file_of
from simsales.studio.question import overrides_of
from simsales.studio.shelf import Study
from simsales.studio.standing import Asked
from simsales.words.errors import InputError


def asked_in(study: Study) -> Asked:
    """What a study compares.

    Raises InputError where a file of it cannot be used any more, or says another thing than when it was asked.
    """
    common = overrides_of(study.question.common)
    files = [study.folder / f"{stem}.toml" for stem in study.stems.values()]
    base = file_of(study.folder.parent.parent, study.question.base)
    scenarios = [load(file, common) for file in (base, *files)]
    for file, scenario, name in zip((base, *files), scenarios, ("base", *study.stems), strict=True):
        if scenario.content_key() != study.keys[name]:
            said = "must be as it was when this was asked, found another; ask again, as a new study"
            raise InputError(f"{file.name}: {said}")
    named = prepared(scenarios, None, study.seed)
    keys = {label: scenario_key(scenario) for label, scenario in named.items()}
    names = dict(zip(named, [study.base_label, *study.stems], strict=True))
    question = study.question
    return Asked(named, keys, names, question.kpi, study.worth, question.at_most, study.seed)
