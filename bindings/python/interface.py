"""What of the C interface Python sees: all of wrongtree.h, which is read here, so that nothing is declared a second time."""
import os
import re
from pathlib import Path

import cffi

PREFIX = os.environ.get("WRONGTREE_PREFIX")
INCLUDE = Path(PREFIX) / "include" if PREFIX else Path(__file__).resolve().parents[2] / "include"

# Python is asked at most every `pause` nanoseconds whether to go on: to ask it each time would take longer than the work.
#
# Large blocks, such as the stack of a question in steps, are mapped. malloc would keep them once it has seen a few, in a heap with ever
# more pages in use.
SOURCE = """
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <wrongtree.h>

enum { PY_LARGE = 1 << 20 };
static uint64_t py_taken;

static void* py_allocate(void* user, size_t bytes) {
    void* block;
    (void)user;
    if (bytes < PY_LARGE) {
        block = malloc(bytes);
    } else {
        block = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED) block = NULL;
    }
    if (block) __atomic_fetch_add(&py_taken, bytes, __ATOMIC_RELAXED);
    return block;
}

static void py_release(void* user, void* block, size_t bytes) {
    (void)user;
    __atomic_fetch_sub(&py_taken, bytes, __ATOMIC_RELAXED);
    if (bytes < PY_LARGE)
        free(block);
    else
        munmap(block, bytes);
}

static const wt_allocator* py_allocator(void) {
    static const wt_allocator allocator = {sizeof(wt_allocator), py_allocate, py_release, NULL};
    return &allocator;
}

static uint64_t py_bytes(void) {
    return __atomic_load_n(&py_taken, __ATOMIC_RELAXED);
}

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
const wt_allocator* py_allocator(void);
uint64_t py_bytes(void);
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
interface.set_source("wrongtree._library", SOURCE, include_dirs=[str(INCLUDE)], libraries=["m"],
                     extra_compile_args=["-O2"], extra_link_args=["-Wl,--exclude-libs,ALL"])
