"""`python -m benchmarks.one CONTESTANT WORKLOAD SEED`: play once; print CPU seconds and answers."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from time import process_time

from benchmarks.contestants import contestant
from benchmarks.workloads import WORKLOADS

WARMING_HOURS = 50.0


def main(name: str, workload_name: str, seed: int) -> None:
    """Time the building and playing of one replication, but not imports, stating the workload or reading."""
    who, workload = contestant(name), WORKLOADS[workload_name]
    # Late imports, caches and specialised bytecode cost once in a process: over when the clock starts.
    who.simulate(who.state(workload.shortened(WARMING_HOURS)), seed)
    subject = who.state(workload)
    began = process_time()
    run = who.simulate(subject, seed)
    seconds = process_time() - began
    answers = who.read(run)
    print(json.dumps({"seconds": seconds, "answers": answers and asdict(answers)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
