"""The action for GitHub: its scripts, run as the runner runs them, with what users give."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BASH = shutil.which("bash")
GOOD = "cnnspec: 1\nname: Good\ninput: [1, 8, 8]\nlayers: [conv: [2, 3]]\n"
BROKEN = "cnnspec: 1\nname: Broken\ninput: [1, 8, 8]\nlayers: [conv: [2, 9]]\n"

# What https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax names.
KEYS = {"name", "author", "description", "inputs", "outputs", "runs", "branding"}
INPUT_KEYS = {"description", "required", "default", "deprecationMessage"}
STEP_KEYS = {
    "run", "shell", "if", "name", "id", "env", "working-directory", "uses", "with",
    "continue-on-error",
}  # fmt: skip


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ACTION["runs"]["steps"]
    return found


def test_the_file_has_only_keys_that_github_knows() -> None:
    assert set(ACTION) <= KEYS
    assert {"name", "description", "runs"} <= set(ACTION)
    assert ACTION["runs"]["using"] == "composite"
    for given in ACTION["inputs"].values():
        assert {"description", "default"} <= set(given) <= INPUT_KEYS
        assert isinstance(given["default"], str)
    for step in steps():
        assert set(step) <= STEP_KEYS
        assert ("run" in step) is ("shell" in step)
        assert ("run" in step) is not ("uses" in step)


def test_every_input_is_used_and_every_expression_is_known() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{\{ (.*?) \}\}", text))
    assert {f"inputs.{name}" for name in ACTION["inputs"]} <= used
    others = {"steps.python.outputs.python-path", "runner.temp"}
    assert used <= {*(f"inputs.{name}" for name in ACTION["inputs"]), *others}
    assert "python" in [step.get("id") for step in steps()]


def test_no_input_of_the_action_is_put_into_a_script() -> None:
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


# How the runner starts bash where a step says `shell: bash`, and where it says nothing.
SHELLS = [["--noprofile", "--norc", "-eo", "pipefail"], ["-e"]]


@pytest.fixture(params=SHELLS, ids=["bash", "default"])
def act(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """Run the step of a name in a work space, with the inputs that a workflow gives."""
    if BASH is None:
        pytest.skip("no bash is here")
    space = tmp_path / "space"
    (space / "nets" / "deep").mkdir(parents=True)
    (space / ".git").mkdir()
    for name, text in (("good", GOOD), ("deep/broken", BROKEN), ("two words", GOOD)):
        (space / "nets" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(space)

    def run(name: str, python: str = sys.executable, **given: str) -> Outcome:
        (step,) = [step for step in steps() if step.get("name") == name]
        inputs = {
            key.replace("-", "_"): entry["default"] for key, entry in ACTION["inputs"].items()
        }
        assert set(given) <= set(inputs)
        values = {f"inputs.{key}": value for key, value in {**inputs, **given}.items()}
        values = {key.replace("_", "-"): value for key, value in values.items()}
        values |= {"steps.python.outputs.python-path": python, "runner.temp": str(tmp_path)}

        def filled(text: str) -> str:
            return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)

        script = tmp_path / "script.sh"
        script.write_text(step["run"], encoding="utf-8", newline="\n")
        link = tmp_path / "cnnspec"
        if not link.exists():
            link.mkdir()
            (link / "cnnspec").symlink_to(ROOT / "cnnspec")
        environment = {key: filled(value) for key, value in step["env"].items()}
        assert BASH is not None
        found = subprocess.run(
            [BASH, *request.param, str(script)],
            cwd=filled(step.get("working-directory", ".")),
            env={
                "PATH": os.environ["PATH"],
                "RUNNER_TEMP": str(tmp_path),
                "GITHUB_ACTION_PATH": str(ROOT),
                **environment,
            },
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return Outcome(found.returncode, found.stdout, found.stderr)

    return run


BROKEN_LINE = "::error file=nets/deep/broken.yaml,line=4,"


@pytest.mark.parametrize(
    ("paths", "code", "told"),
    [
        ("", 1, BROKEN_LINE),
        ("\n", 1, BROKEN_LINE),
        (".", 1, BROKEN_LINE),
        ("nets/good.yaml", 0, ""),
        ("  nets/good.yaml  \n\tnets/two words.yaml\r\n\n", 0, ""),
        ("nets/**/*.yaml", 1, BROKEN_LINE),
        ("nets/*.yaml", 0, ""),
        ("nets/two*.yaml\nnets/deep\n", 1, BROKEN_LINE),
    ],
)
def test_paths_as_a_workflow_writes_them(
    act: Callable[..., Outcome], paths: str, code: int, told: str
) -> None:
    found = act("Check specs", paths=paths)
    assert (found.code, found.err) == (code, "")
    assert found.out.startswith(told)
    assert found.out.count("\n") == code


def test_without_paths_the_project_says_which(act: Callable[..., Outcome]) -> None:
    Path("pyproject.toml").write_text('[tool.cnnspec]\nspecs = ["nets/*.yaml"]\n')
    assert act("Check specs") == (0, "", "")
    assert act("Check specs", paths=".").code == 1


def test_arguments_stand_between_spaces_or_lines(act: Callable[..., Outcome]) -> None:
    assert act("Check specs", arguments="--ignore E301").out == ""
    assert act("Check specs", arguments="  --exit-zero\n  --select  E3\n").code == 0
    assert "E301" in act("Check specs", arguments="--format concise").out
    assert act("Check specs", arguments="--no-such").code == 2


def test_a_folder_below_is_run_in(act: Callable[..., Outcome]) -> None:
    Path("nets/pyproject.toml").write_text('[tool.cnnspec]\nspecs = ["deep"]\n')
    found = act("Check specs", working_directory="nets")
    assert (found.code, found.err) == (1, "")
    assert found.out.startswith(BROKEN_LINE)


def test_what_is_in_an_input_is_not_run(act: Callable[..., Outcome]) -> None:
    evil = '$(touch a); `touch b` && "c'
    found = act("Check specs", paths=evil, arguments=f"--baseline {evil}")
    assert found.code == 2
    assert not {"a", "b"} & set(os.listdir())


def test_a_module_of_the_repository_is_not_taken(act: Callable[..., Outcome]) -> None:
    Path("yaml.py").write_text("raise SystemExit(9)\n")
    Path("cnnspec").mkdir()
    Path("cnnspec/__init__.py").write_text("raise SystemExit(9)\n")
    assert act("Check specs", paths="nets/good.yaml") == (0, "", "")


def test_what_is_installed(act: Callable[..., Outcome], tmp_path: Path) -> None:
    stub = tmp_path / "a python"
    stub.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    stub.chmod(0o755)
    found = act("Install cnnspec", python=str(stub))
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines() == [
        "-m", "pip", "install", "--quiet", "--target", f"{tmp_path}/cnnspec", str(ROOT),
    ]  # fmt: skip
