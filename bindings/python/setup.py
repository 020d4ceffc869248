"""Builds `wrongtree._library`: the C interface, with libwrongtree.a in it.

The library comes from WRONGTREE_PREFIX, where `tools/library PREFIX` has installed it; without that it is built in the checkout
that this folder is part of.
"""
import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from setuptools import setup
from setuptools.command.build_ext import build_ext

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PREFIX = os.environ.get("WRONGTREE_PREFIX")
HINT = "tools/library PREFIX in a clone of Wrongtree makes it, and WRONGTREE_PREFIX=PREFIX tells where it is"


def archive():
    """Where libwrongtree.a is, building it if need be."""
    if PREFIX:
        found = sorted(Path(PREFIX).glob("lib*/**/libwrongtree.a"))
        if not found:
            sys.exit(f"there is no libwrongtree.a in {PREFIX}; {HINT}")
        return found[0]
    build = ROOT / "build/release"
    if not (build / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "release"], cwd=ROOT, check=True)
    subprocess.run(["cmake", "--build", str(build), "--target", "wrongtree_static"], check=True)
    return build / "libwrongtree.a"


class BuildLibrary(build_ext):
    """Links the library into the extension."""

    def build_extension(self, extension):
        library = str(archive())
        extension.extra_objects = [library]
        extension.depends = [library]
        super().build_extension(extension)


if not PREFIX and not (ROOT / "CMakePresets.json").exists():
    sys.exit(f"libwrongtree is not here; {HINT}")
os.chdir(HERE)
# Nothing is left in the sources, and nothing of an earlier build gets into this one.
SCRATCH = tempfile.mkdtemp(prefix="wrongtree-build-")
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
setup(
    cffi_modules=["interface.py:interface"],
    cmdclass={"build_ext": BuildLibrary},
    # The extension keeps to Python's stable interface, so one wheel serves all versions from here on.
    options={"bdist_wheel": {"py_limited_api": "cp310"}, "build": {"build_base": SCRATCH},
             "egg_info": {"egg_base": SCRATCH}},
)
