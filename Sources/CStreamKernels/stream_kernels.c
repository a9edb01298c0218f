// What is too large to be inlined; the other kernels live in the header.
#include "CStreamKernels.h"

// Containers within each other that are passed over here: a bit each says whether it is an object.
enum { BSS_DEPTH = 64 };

// 64 bytes, and where in them strings end: most strings are shorter, and so end without another look at the bytes.
typedef struct {
    const uint8_t *base;
    uint64_t stops;
} bss_window;

static inline bss_window bss_window_at(const uint8_t *base) {
    bss_window window = {base, 0};
    for (int part = 0; part < 4; part++)
        window.stops |= (uint64_t)(bss_string_stops16(base + 16 * part) & 0xFFFF) << 16 * part;
    return window;
}

// From behind an opening quote to behind the closing one.
static inline const uint8_t *bss_pass_string(const uint8_t *place, bss_window *window) {
    for (;;) {
        uintptr_t offset = (uintptr_t)place - (uintptr_t)window->base;
        uint64_t stops = offset < 64 ? window->stops >> offset : 0;
        if (stops) {
            place += __builtin_ctzll(stops);
            return *place == '"' ? place + 1 : NULL;
        }
        if (offset < 64) place = window->base + 64;
        *window = bss_window_at(place);
    }
}

// As bss_pass_string, for a string by itself: most end within the first 16 bytes.
static inline const uint8_t *bss_pass_one_string(const uint8_t *place) {
    for (;;) {
        uint32_t stops = bss_string_stops16(place) & 0xFFFF;
        if (stops == 0) {
            place += 16;
            continue;
        }
        place += __builtin_ctz(stops);
        return *place == '"' ? place + 1 : NULL;
    }
}

static inline int bss_is_digit(uint8_t byte) { return (uint8_t)(byte - '0') <= 9; }

static inline const uint8_t *bss_pass_number(const uint8_t *place) {
    if (*place == '-') place++;
    if (!bss_is_digit(*place)) return NULL;
    if (*place == '0' && bss_is_digit(place[1])) return NULL;
    while (bss_is_digit(*place)) place++;
    if (*place == '.') {
        place++;
        if (!bss_is_digit(*place)) return NULL;
        while (bss_is_digit(*place)) place++;
    }
    return *place == 'e' || *place == 'E' ? NULL : place;
}

static inline const uint8_t *bss_pass_scalar(const uint8_t *place, bss_window *window) {
    switch (*place) {
    case '"': return bss_pass_string(place + 1, window);
    case 't': return memcmp(place, "true", 4) == 0 ? place + 4 : NULL;
    case 'f': return memcmp(place, "false", 5) == 0 ? place + 5 : NULL;
    case 'n': return memcmp(place, "null", 4) == 0 ? place + 4 : NULL;
    default: return bss_pass_number(place);
    }
}

const uint8_t *bss_pass_plain_json(const uint8_t *place) {
    if (*place == '"') return bss_pass_one_string(place + 1);
    uint64_t objects = 0;
    int depth = 0;
    bss_window window = {NULL, 0};
    for (;;) {
        // At a value.
        if (*place == '{' || *place == '[') {
            int is_object = *place == '{';
            if (depth == BSS_DEPTH) return NULL;
            depth++;
            objects = objects << 1 | (uint64_t)is_object;
            place++;
            if (*place != (is_object ? '}' : ']')) {
                if (is_object) {
                    if (*place != '"' || !(place = bss_pass_string(place + 1, &window)) || *place++ != ':') return NULL;
                }
                continue;
            }
        } else {
            place = bss_pass_scalar(place, &window);
            if (!place) return NULL;
        }
        // Behind a value, or at the bracket of an empty container.
        while (depth > 0 && *place == (objects & 1 ? '}' : ']')) {
            place++;
            objects >>= 1;
            depth--;
        }
        if (depth == 0) return place;
        if (*place++ != ',') return NULL;
        if (objects & 1) {
            if (*place != '"' || !(place = bss_pass_string(place + 1, &window)) || *place++ != ':') return NULL;
        }
    }
}
