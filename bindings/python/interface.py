"""What of the C interface Python sees: all of wrongtree.h, which is read here, so that nothing is declared a second time."""
import os
import re
from pathlib import Path

import cffi

PREFIX = os.environ.get("WRONGTREE_PREFIX")
INCLUDE = Path(PREFIX) / "include" if PREFIX else Path(__file__).resolve().parents[2] / "include"

# Python is asked at most every `pause` nanoseconds whether to go on: to ask it each time would take longer than the work.
POLL = """
#include <time.h>
#include <wrongtree.h>

typedef struct py_watch {
    int64_t pause, due;
} py_watch;

static int py_ask(uint64_t steps);

static int py_poll(void* user, uint64_t steps) {
    py_watch* watch = (py_watch*)user;
    struct timespec now;
    int64_t nanoseconds;
    clock_gettime(CLOCK_MONOTONIC, &now);
    nanoseconds = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    if (!watch->due) watch->due = nanoseconds + watch->pause;
    if (nanoseconds < watch->due) return 0;
    watch->due = nanoseconds + watch->pause;
    return py_ask(steps);
}
"""
DECLARED = """
typedef struct py_watch { int64_t pause, due; } py_watch;
extern "Python" int py_ask(uint64_t steps);
int py_poll(void* user, uint64_t steps);
"""


def declarations():
    """The header without comments and without what is for the preprocessor."""
    text = (INCLUDE / "wrongtree.h").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    for condition in (r"#if defined\(_WIN32\)", r"#ifdef __cplusplus"):
        text = re.sub(condition + r".*?#endif\n", "", text, flags=re.S)
    text = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*\n", "", text, flags=re.M)
    return text.replace("WT_API ", "") + DECLARED


interface = cffi.FFI()
interface.cdef(declarations())
interface.set_source("wrongtree._library", POLL, include_dirs=[str(INCLUDE)], libraries=["m"],
                     extra_compile_args=["-O2"], extra_link_args=["-Wl,--exclude-libs,ALL"])
