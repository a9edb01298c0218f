#pragma once

#include <stdint.h>

// Two calls of Linux that Swift's Glibc module does not show, since it is built without _GNU_SOURCE.

/// Reserves space without changing the file's size; 0 if it did.
int bss_preallocate(int descriptor, int64_t position, int64_t count);

/// Starts to write these dirty bytes to the disk and does not wait for it; 0 if it did.
int bss_start_writing(int descriptor, int64_t position, int64_t count);
