#define _GNU_SOURCE
#include "DiskSpace.h"

#include <fcntl.h>

int bss_preallocate(int descriptor, int64_t position, int64_t count) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, position, count);
}

int bss_start_writing(int descriptor, int64_t position, int64_t count) {
    return sync_file_range(descriptor, position, count, SYNC_FILE_RANGE_WRITE);
}
