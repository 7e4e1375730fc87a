"""Actions enqueue jobs by name, so that imports go downward only: here each name is held to a task."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import seikyu
from seikyu import scheduler, worker
from seikyu.db.pool import Pool
from seikyu.kit.clock import system_clock
from tests.house.doors import settings_for

SOURCE = Path(seikyu.__file__).parent


def enqueued() -> Iterator[tuple[str, str]]:
    """Every first argument of a `Job`, with the file it stands in."""
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Job":
                parts = file.relative_to(SOURCE.parent).with_suffix("").parts
                yield str(file), named(node.args[0], import_module(".".join(parts)))


def named(argument: ast.expr, module: ModuleType) -> str:
    """The name a task is called by: a constant of the module that enqueues it."""
    assert isinstance(argument, ast.Name), ast.dump(argument)
    value = getattr(module, argument.id)
    assert isinstance(value, str)
    return value


def test_every_name_that_is_enqueued_is_a_task_and_every_task_is_enqueued(
    pool: Pool, database_url: str
) -> None:
    tasks = worker.tasks(settings_for(database_url, 8000), pool, system_clock)
    names = [task.name for task in tasks]
    assert len(names) == len(set(names))
    assert {name for _, name in enqueued()} == set(names)


def test_what_is_due_again_and_again_is_known_to_the_scheduler() -> None:
    told = [
        one
        for file in sorted(SOURCE.glob("*/jobs.py"))
        for one in getattr(import_module(f"seikyu.{file.parent.name}.jobs"), "PERIODIC", ())
    ]
    assert sorted(one.job.task for one in told) == sorted(one.job.task for one in scheduler.PERIODIC)
