#!/usr/bin/env python3
"""The installed library from outside: pkg-config and CMake find it, shared and static, and the programs of docs/embedding.md and
examples/c are built with it and run.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

SOURCE = os.environ["WT_SOURCE_DIR"]
BUILD = os.path.dirname(os.environ["WT_BINARY"])
MARKET = os.path.join(SOURCE, "worlds/market.wt")
WARNINGS = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror"]
STORY = b"walk(Nina, Home, Market)\nbuy(Nina, Otto)\ntaste(Nina)\n"
failures = 0


def check(is_right, what):
    global failures
    if not is_right:
        failures += 1
        print(f"FAILED: {what}")


def run(*command, **options):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=200, **options)
    return result.returncode, result.stdout


def programs():
    """The C programs that a reader of the pages would copy, with what they should print."""
    yield "examples/c/story.c", open(os.path.join(SOURCE, "examples/c/story.c"), encoding="utf-8").read(), None
    with open(os.path.join(SOURCE, "docs/embedding.md"), encoding="utf-8") as page:
        text = page.read()
    for number, (code, printed) in enumerate(
            re.findall(r"^```c\n(.*?)^```\n(?:\n[^\n]*prints[^\n]*\n\n```text\n(.*?)^```\n)?", text, re.M | re.S), 1):
        check("int main" in code, f"docs/embedding.md, program {number} is whole")
        yield f"docs/embedding.md, program {number}", code, printed or None


def main():
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "prefix")
        code, text = run("cmake", "--install", BUILD, "--component", "library", "--prefix", prefix)
        check(code == 0, f"installing: {text.decode()}")
        packages = glob.glob(os.path.join(prefix, "lib*", "**", "pkgconfig"), recursive=True)
        check(len(packages) == 1, f"one folder for pkg-config: {packages}")
        environment = dict(os.environ, PKG_CONFIG_PATH=packages[0])
        library = os.path.dirname(packages[0])
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "wrongtree"], capture_output=True, text=True,
                               env=environment, check=True).stdout.split()
        static = subprocess.run(["pkg-config", "--cflags", "wrongtree"], capture_output=True, text=True,
                                env=environment, check=True).stdout.split()
        environment["LD_LIBRARY_PATH"] = library
        for name, code_text, printed in programs():
            source = os.path.join(folder, "program.c")
            with open(source, "w", encoding="utf-8") as file:
                file.write(code_text)
            for kind, options in (("shared", flags), ("static", [*static, os.path.join(library, "libwrongtree.a"), "-lm"])):
                program = os.path.join(folder, "program-" + kind)
                code, text = run("cc", *WARNINGS, source, "-o", program, *options)
                check(code == 0, f"{name}, {kind}: compiling: {text.decode()}")
                if code != 0:
                    continue
                code, text = run(program, MARKET, env=environment)
                wanted = printed.encode() if printed else STORY
                check(code == 0 and (text == wanted if printed else text.startswith(wanted)),
                      f"{name}, {kind}: exit {code}, printed:\n{text.decode()}\nwanted:\n{wanted.decode()}")
        project = os.path.join(folder, "project")
        os.makedirs(project)
        with open(os.path.join(project, "CMakeLists.txt"), "w", encoding="utf-8") as file:
            file.write("cmake_minimum_required(VERSION 3.16)\nproject(p C)\nfind_package(wrongtree REQUIRED)\n"
                       f"add_executable(p {SOURCE}/examples/c/story.c)\n"
                       "target_link_libraries(p PRIVATE wrongtree::wrongtree)\n"
                       f"add_executable(q {SOURCE}/examples/c/story.c)\n"
                       "target_link_libraries(q PRIVATE wrongtree::static)\n")
        code, text = run("cmake", "-S", project, "-B", project + "/build", f"-DCMAKE_PREFIX_PATH={prefix}")
        check(code == 0, f"find_package: {text.decode()}")
        code, text = run("cmake", "--build", project + "/build")
        check(code == 0, f"building with find_package: {text.decode()}")
        for program in ("p", "q"):
            code, text = run(f"{project}/build/{program}", MARKET, env=environment)
            check(code == 0 and text.startswith(STORY), f"find_package, {program}: {code} {text.decode()}")
    print(f"installed library: {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
