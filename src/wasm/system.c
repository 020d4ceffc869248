/* What the C library and the compiler's run-time want from a system. */
#include <stddef.h>
#include <stdint.h>

/* Debian's run-time was compiled with these. */
uintptr_t __stack_chk_guard = 0x5bd1e995;

void __stack_chk_fail(void) {
    __builtin_trap();
}

/* How the C library's streams write, seek and close. There are none: only what would print before it aborts is linked. */
size_t __stdio_write(void* stream, const unsigned char* bytes, size_t count) {
    (void)stream, (void)bytes, (void)count;
    return 0;
}

size_t __stdout_write(void* stream, const unsigned char* bytes, size_t count) {
    (void)stream, (void)bytes, (void)count;
    return 0;
}

long long __stdio_seek(void* stream, long long offset, int whence) {
    (void)stream, (void)offset, (void)whence;
    return -1;
}

int __stdio_close(void* stream) {
    (void)stream;
    return -1;
}
