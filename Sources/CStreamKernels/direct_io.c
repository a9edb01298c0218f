// For O_DIRECT, which is no part of POSIX and has another number on every kind of processor.
#define _GNU_SOURCE
#include "CStreamKernels.h"

#include <fcntl.h>

#ifdef O_DIRECT
int bss_set_direct(int descriptor, int is_direct) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || !(flags & O_DIRECT) == !is_direct) return -1;
    return fcntl(descriptor, F_SETFL, is_direct ? flags | O_DIRECT : flags & ~O_DIRECT);
}
#else
int bss_set_direct(int descriptor, int is_direct) {
    (void)descriptor;
    (void)is_direct;
    return -1;
}
#endif
