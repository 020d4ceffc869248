#!/usr/bin/env python3
"""Writes what utf8proc knows of all characters as tables for characters.c: characters.py LIBRARY OUTPUT.

The library is asked itself, so that WebAssembly and native programs say the same of every character. Runs of characters with the
same properties are one row each.
"""
import ctypes
import sys

LAST = 0x10FFFF
DECOMPOSE = 1 << 4
HANGUL = range(0xAC00, 0xD7A4)


class Property(ctypes.Structure):
    """The beginning of utf8proc_property_t."""

    _fields_ = [("category", ctypes.c_int16), ("combining_class", ctypes.c_int16)]


def open_library(name):
    library = ctypes.CDLL(name)
    library.utf8proc_get_property.restype = ctypes.POINTER(Property)
    library.utf8proc_decompose_char.restype = ctypes.c_ssize_t
    library.utf8proc_decompose_char.argtypes = [ctypes.c_int32, ctypes.POINTER(ctypes.c_int32), ctypes.c_ssize_t, ctypes.c_int,
                                                ctypes.POINTER(ctypes.c_int)]
    return library


def decomposition(library, code):
    parts = (ctypes.c_int32 * 8)()
    boundary = ctypes.c_int(0)
    count = library.utf8proc_decompose_char(code, parts, 8, DECOMPOSE, ctypes.byref(boundary))
    assert 0 < count <= 8, hex(code)
    return list(parts[:count])


def main():
    library = open_library(sys.argv[1])
    runs, rows, parts, last = [], [], [], None
    for code in range(LAST + 1):
        known = (library.utf8proc_category(code), library.utf8proc_charwidth(code),
                 library.utf8proc_get_property(code).contents.combining_class)
        if known != last:
            runs.append((code, *known))
            last = known
        # Those of Hangul syllables are computed.
        if code in HANGUL:
            continue
        found = decomposition(library, code)
        if found != [code]:
            rows.append((code, len(parts), len(found)))
            parts += found
    with open(sys.argv[2], "w", encoding="ascii") as file:
        file.write("/* Made by src/wasm/characters.py. */\n")
        file.write("static const struct Run kRuns[] = {\n")
        file.writelines(f"{{0x{first:x}, {category}, {width}, {combining}}},\n" for first, category, width, combining in runs)
        file.write("};\nstatic const struct Decomposition kDecompositions[] = {\n")
        file.writelines(f"{{0x{code:x}, {at}, {count}}},\n" for code, at, count in rows)
        file.write("};\nstatic const int32_t kParts[] = {\n")
        file.writelines(f"0x{part:x},\n" for part in parts)
        file.write("};\n")


if __name__ == "__main__":
    main()
