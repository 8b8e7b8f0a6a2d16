"""The requirements files: direct dependencies in the .in files, everything with hashes in the .txt files."""

import re

import pytest

from ioipm.settings.environment import BASE_DIR

NAMES = ["requirements", "requirements-dev"]
PACKAGE = re.compile(r"^([A-Za-z0-9_.-]+(?:\[[a-z0-9,]+\])?)==([0-9][0-9a-z.]*)", re.MULTILINE)


def read(name):
    return (BASE_DIR / name).read_text(encoding="utf-8")


def pins(text):
    """Return {name: version} of the requirements in a file, with names as package indexes normalize them."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PACKAGE.findall(text)}


@pytest.mark.parametrize("name", NAMES)
def test_every_direct_dependency_is_compiled_with_its_version(name):
    direct, compiled = pins(read(f"{name}.in")), pins(read(f"{name}.txt"))
    assert direct
    assert {package: compiled.get(package) for package in direct} == direct, "run `make requirements`"


@pytest.mark.parametrize("name", NAMES)
def test_every_package_is_pinned_and_has_hashes(name):
    lines = re.sub(r"\s*\\\n\s*", " ", read(f"{name}.txt")).splitlines()
    packages = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert packages
    assert [line for line in packages if not (PACKAGE.match(line) and " --hash=sha256:" in line)] == []


def test_both_compiled_files_have_the_same_version_of_a_package():
    site, tools = pins(read("requirements.txt")), pins(read("requirements-dev.txt"))
    assert {name: (site[name], tools[name]) for name in site.keys() & tools.keys() if site[name] != tools[name]} == {}


@pytest.mark.parametrize("name", [f"{name}.{ending}" for name in NAMES for ending in ("in", "txt")])
def test_requirements_name_no_package_index(name):
    assert "://" not in read(name)
    assert "index-url" not in read(name)
