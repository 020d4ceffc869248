#!/usr/bin/env python3
"""src/wasm/characters.c says the same as utf8proc: of every character, and of bytes that are text or not."""
import ctypes
import os
import random
import subprocess
import sys
import tempfile

SOURCE = os.environ["WT_SOURCE_DIR"]
WASM = os.path.join(SOURCE, "src/wasm")
sys.dont_write_bytecode = True
sys.path.insert(0, WASM)
import characters  # noqa: E402

failures = 0


def check(is_right, what):
    global failures
    if not is_right:
        failures += 1
        if failures < 20:
            print(f"FAILED: {what}")


def iterate(library, text):
    code = ctypes.c_int32()
    return library.utf8proc_iterate(text, ctypes.c_ssize_t(len(text)), ctypes.byref(code)), code.value


def main():
    theirs = characters.open_library("libutf8proc.so.2")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(WASM, "characters.py"), "libutf8proc.so.2",
                        os.path.join(folder, "characters_tables.h")], check=True)
        # Its names are those of utf8proc, and it is to call its own.
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-Wl,-Bsymbolic", "-I", folder,
                        os.path.join(WASM, "characters.c"), "-o", os.path.join(folder, "ours.so")], check=True)
        ours = characters.open_library(os.path.join(folder, "ours.so"))
        for code in [*range(characters.LAST + 1), -1, characters.LAST + 1, 2**31 - 1]:
            for ask in ("utf8proc_category", "utf8proc_charwidth"):
                check(getattr(ours, ask)(code) == getattr(theirs, ask)(code), f"{ask} of {code:x}")
            check(ours.utf8proc_get_property(code).contents.combining_class
                  == theirs.utf8proc_get_property(code).contents.combining_class, f"combining class of {code:x}")
            if 0 <= code <= characters.LAST:
                check(characters.decomposition(ours, code) == characters.decomposition(theirs, code), f"parts of {code:x}")
                text = chr(code).encode("utf-8", "surrogatepass")
                check(iterate(ours, text) == iterate(theirs, text), f"bytes of {code:x}")
        source = random.Random(1)
        for _ in range(200_000):
            text = bytes(source.choice((source.randrange(256), source.randrange(0x80, 0xc0), source.choice(b"\xc0\xc2\xe0\xed\xf0\xf4\xf5")))
                         for _ in range(source.randrange(6)))
            check(iterate(ours, text) == iterate(theirs, text), f"bytes {text.hex()}")
    print(f"characters: {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
