"""What the tests of the examples for games share: they build these against the installed library, and run them."""
import glob
import os
import subprocess

SOURCE = os.environ["WT_SOURCE_DIR"]
BUILD = os.path.dirname(os.environ["WT_BINARY"])
WARNINGS = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O2"]
failures = []


def check(is_right, what):
    if not is_right:
        failures.append(what)
        print(f"FAILED: {what}")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout, done.stderr


def install(folder):
    """Installs the library into a folder; its folder of headers, and its archive."""
    code, out, error = run("cmake", "--install", BUILD, "--component", "library", "--prefix", folder)
    check(code == 0, f"installing: {out}{error}")
    return os.path.join(folder, "include"), glob.glob(os.path.join(folder, "lib*", "**", "libwrongtree.a"), recursive=True)[0]
