"""What is allowed but can hardly be meant is said, and does not stop anybody."""

from __future__ import annotations

import os
import subprocess
import sys

from click.testing import CliRunner

from simsales.cli import main


def test_check_remarks_on_a_dated_change_after_the_end(tmp_path):
    file = tmp_path / "late.toml"
    text = 'based_on = "norddrive"\nabout = "Too late?"\n\n[[at]]\ntime = "9 y"\nset = { "people.hunter.count" = 9 }\n'
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(file)])
    assert done.exit_code == 0
    assert "late.toml:5: at.0.time: lies beyond the end of the run, found '9 y'" in done.output


def test_a_pipe_that_knows_no_arrows_gets_question_marks_and_no_traceback():
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-c", "from simsales.cli import main; main()", "check", "fast_response"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"8.0 ? 7.0" in done.stdout
    assert b"Traceback" not in done.stderr
