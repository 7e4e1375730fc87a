"""Sandboxes that end in every way and are started again on the same folder."""

import signal

import pytest

from tests.sandbox.house import folder_for_a_sandbox, mode_of

pytestmark = pytest.mark.long


def test_data_and_logins_outlive_kill_and_ctrl_c_and_nothing_is_left_running() -> None:
    with folder_for_a_sandbox() as sandbox:
        sandbox.start()
        first, held = sandbox.facts, len(sandbox.listed())
        sandbox.walk()
        sandbox.end(signal.SIGKILL)

        sandbox.start()
        second = sandbox.facts
        assert {**second, "base_url": "", "returned": []} == {**first, "base_url": "", "returned": []}
        assert len(sandbox.listed()) == held
        assert len(second["returned"]) == len(first["returned"]) - 1
        assert set(second["returned"]) < set(first["returned"])
        assert sandbox.end(signal.SIGINT) == 0
        assert sandbox.processes == []


def test_a_first_start_that_is_killed_is_mended_by_the_next_even_in_a_closed_folder() -> None:
    with folder_for_a_sandbox(mode=0o700) as sandbox:
        sandbox.begin()
        sandbox.wait_for((sandbox.folder / "logins.json").exists)
        sandbox.end(signal.SIGKILL)
        assert '"complete": false' in (sandbox.folder / "logins.json").read_text()

        sandbox.start()
        assert len(sandbox.listed()) >= 120
        assert len(sandbox.returned()) == len(sandbox.facts["returned"]) >= 12
        assert sandbox.listed(wf_status="21") == []
        assert mode_of(sandbox.parent) == 0o700
        assert sandbox.end(signal.SIGTERM) == 0
        assert sandbox.processes == []


def test_ctrl_c_in_the_middle_of_a_first_start_ends_it_quietly() -> None:
    with folder_for_a_sandbox() as sandbox:
        sandbox.begin()
        sandbox.wait_for((sandbox.folder / "database" / "cluster").exists)
        assert sandbox.end(signal.SIGINT) == 0
        assert sandbox.said == ""
        assert sandbox.processes == []
