"""Builds the package with setuptools, and with the setuptools, wheel and cffi that are installed if they are.

pip builds in an environment that is empty but for what a package asks for, and fetches that. Without a network this would fail
on a machine that has everything. So nothing is asked for that the interpreter outside of that environment has.
"""
import importlib.util
import json
import subprocess
import sys

NEEDED = {"setuptools": "setuptools>=61", "wheel": "wheel", "cffi": "cffi>=1.15"}


def _look_outside():
    """Appends the folders of the interpreter that the environment was made from."""
    outside = getattr(sys, "_base_executable", sys.executable)
    said = subprocess.run([outside, "-I", "-c", "import json, sys; print(json.dumps(sys.path))"],
                          capture_output=True, text=True, check=True).stdout
    sys.path += [folder for folder in json.loads(said) if folder not in sys.path]


def _missing():
    return [wanted for name, wanted in NEEDED.items() if importlib.util.find_spec(name) is None]


if _missing():
    _look_outside()


def get_requires_for_build_wheel(config_settings=None):
    return _missing()


get_requires_for_build_editable = get_requires_for_build_sdist = get_requires_for_build_wheel


def _setuptools():
    from setuptools import build_meta
    return build_meta


def prepare_metadata_for_build_wheel(folder, config_settings=None):
    return _setuptools().prepare_metadata_for_build_wheel(folder, config_settings)


def build_wheel(folder, config_settings=None, metadata_folder=None):
    return _setuptools().build_wheel(folder, config_settings, metadata_folder)


def build_editable(folder, config_settings=None, metadata_folder=None):
    return _setuptools().build_editable(folder, config_settings, metadata_folder)


def build_sdist(folder, config_settings=None):
    return _setuptools().build_sdist(folder, config_settings)
