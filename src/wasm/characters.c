/* The functions of utf8proc that Wrongtree uses, with what utf8proc says of every character (characters.py). */
#include <stddef.h>
#include <stdint.h>
#include <utf8proc.h>

/* All characters from `first` to the next run. */
struct Run {
    uint32_t first;
    uint8_t category;
    uint8_t width;
    uint8_t combining_class;
};

/* Of one character; its parts begin at `at`. */
struct Decomposition {
    uint32_t code;
    uint16_t at;
    uint16_t count;
};

#include <characters_tables.h>

enum {
    kRunCount = sizeof kRuns / sizeof kRuns[0],
    kDecompositionCount = sizeof kDecompositions / sizeof kDecompositions[0]
};

enum {
    kLast = 0x10ffff,
    kSyllables = 0xac00,
    kSyllableCount = 11172,
    kLeads = 0x1100,
    kVowels = 0x1161,
    kVowelCount = 21,
    kTails = 0x11a7,
    kTailCount = 28
};

/* What is no character is unassigned. */
static const struct Run* run_of(utf8proc_int32_t code) {
    static const struct Run kNone = {0, UTF8PROC_CATEGORY_CN, 1, 0};
    if (code < 0 || code > kLast) return &kNone;
    size_t low = 0, high = kRunCount;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (kRuns[middle].first <= (uint32_t)code)
            low = middle;
        else
            high = middle;
    }
    return &kRuns[low];
}

utf8proc_category_t utf8proc_category(utf8proc_int32_t code) {
    return (utf8proc_category_t)run_of(code)->category;
}

int utf8proc_charwidth(utf8proc_int32_t code) {
    return run_of(code)->width;
}

const utf8proc_property_t* utf8proc_get_property(utf8proc_int32_t code) {
    static utf8proc_property_t property;
    const struct Run* run = run_of(code);
    property.category = run->category;
    property.combining_class = run->combining_class;
    return &property;
}

static utf8proc_ssize_t decompose_syllable(utf8proc_int32_t code, utf8proc_int32_t* parts) {
    int index = code - kSyllables, tail = index % kTailCount;
    parts[0] = kLeads + index / (kVowelCount * kTailCount);
    parts[1] = kVowels + index % (kVowelCount * kTailCount) / kTailCount;
    if (tail == 0) return 2;
    parts[2] = kTails + tail;
    return 3;
}

/* The canonical decomposition, whatever `options` say; `size` is 8 where we call it, which is enough for all. */
utf8proc_ssize_t utf8proc_decompose_char(utf8proc_int32_t code, utf8proc_int32_t* parts,
                                         utf8proc_ssize_t size, utf8proc_option_t options, int* boundary) {
    (void)size;
    (void)options;
    (void)boundary;
    if (code >= kSyllables && code < kSyllables + kSyllableCount) return decompose_syllable(code, parts);
    size_t low = 0, high = kDecompositionCount;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct Decomposition* found = &kDecompositions[middle];
        if (found->code == (uint32_t)code) {
            for (int i = 0; i < found->count; ++i)
                parts[i] = kParts[found->at + i];
            return found->count;
        }
        if (found->code < (uint32_t)code)
            low = middle + 1;
        else
            high = middle;
    }
    parts[0] = code;
    return 1;
}

utf8proc_ssize_t utf8proc_iterate(const utf8proc_uint8_t* text, utf8proc_ssize_t length,
                                  utf8proc_int32_t* code) {
    static const int32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    *code = -1;
    if (length == 0) return 0;
    int first = text[0];
    int bytes = first < 0x80   ? 1
                : first < 0xc2 ? 0
                : first < 0xe0 ? 2
                : first < 0xf0 ? 3
                : first < 0xf5 ? 4
                               : 0;
    if (bytes == 0 || (length > 0 && bytes > length)) return UTF8PROC_ERROR_INVALIDUTF8;
    int32_t value = bytes == 1 ? first : first & (0x7f >> bytes);
    for (int i = 1; i < bytes; ++i) {
        if ((text[i] & 0xc0) != 0x80) return UTF8PROC_ERROR_INVALIDUTF8;
        value = value << 6 | (text[i] & 0x3f);
    }
    int is_surrogate = value >= 0xd800 && value < 0xe000;
    if (value < kLeast[bytes] || is_surrogate || value > kLast) return UTF8PROC_ERROR_INVALIDUTF8;
    *code = value;
    return bytes;
}
