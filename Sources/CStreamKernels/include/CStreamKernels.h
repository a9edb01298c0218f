#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

// What Swift has no words for: prefetch, constant tables, and comparing 16 bytes at once to a bit mask. What is used row by
// row is `static inline` so that it is inlined into the Swift loops. SSE2 is part of x86-64 and NEON of arm64: no flag is
// needed for either.

/// Asks for the cache line of an address that will be read.
static inline void bss_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

/// Asks for the cache line of an address that will be written.
static inline void bss_prefetch_write(const void *address) { __builtin_prefetch(address, 1, 3); }

/// As memcmp.
static inline int bss_compare(const void *left, const void *right, size_t count) {
    return memcmp(left, right, count);
}

static const uint64_t bss_powers_of_ten[20] = {
    1ull, 10ull, 100ull, 1000ull, 10000ull, 100000ull, 1000000ull, 10000000ull, 100000000ull, 1000000000ull,
    10000000000ull, 100000000000ull, 1000000000000ull, 10000000000000ull, 100000000000000ull, 1000000000000000ull,
    10000000000000000ull, 100000000000000000ull, 1000000000000000000ull, 10000000000000000000ull,
};

/// 10 to the power of 0 ... 19.
static inline uint64_t bss_power_of_ten(long exponent) { return bss_powers_of_ten[exponent]; }

#if defined(__SSE2__)
typedef __m128i bss_vector;
#define BSS_LOAD(address) _mm_loadu_si128((const __m128i *)(address))
#define BSS_SPLAT(byte) _mm_set1_epi8((char)(byte))
#define BSS_EQUAL(left, right) _mm_cmpeq_epi8(left, right)
#define BSS_OR(left, right) _mm_or_si128(left, right)
#define BSS_MINUS(left, right) _mm_sub_epi8(left, right)
#define BSS_MINIMUM(left, right) _mm_min_epu8(left, right)
#define BSS_BITS(mask) ((uint32_t)_mm_movemask_epi8(mask))
#elif defined(__ARM_NEON)
typedef uint8x16_t bss_vector;
static inline uint32_t bss_neon_bits(uint8x16_t mask) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    // The highest bit of each byte, spread over the byte, selects the byte's weight.
    uint8x16_t spread = vreinterpretq_u8_s8(vshrq_n_s8(vreinterpretq_s8_u8(mask), 7));
    uint8x16_t bits = vandq_u8(spread, vld1q_u8(weights));
    return (uint32_t)vaddv_u8(vget_low_u8(bits)) | (uint32_t)vaddv_u8(vget_high_u8(bits)) << 8;
}
#define BSS_LOAD(address) vld1q_u8((const uint8_t *)(address))
#define BSS_SPLAT(byte) vdupq_n_u8((uint8_t)(byte))
#define BSS_EQUAL(left, right) vceqq_u8(left, right)
#define BSS_OR(left, right) vorrq_u8(left, right)
#define BSS_MINUS(left, right) vsubq_u8(left, right)
#define BSS_MINIMUM(left, right) vminq_u8(left, right)
#define BSS_BITS(mask) bss_neon_bits(mask)
#endif

/// One bit for each of 16 bytes that is equal to its counterpart.
static inline uint32_t bss_equal16(const void *left, const void *right) {
#ifdef BSS_LOAD
    return BSS_BITS(BSS_EQUAL(BSS_LOAD(left), BSS_LOAD(right)));
#else
    uint32_t bits = 0;
    for (int i = 0; i < 16; i++) bits |= (uint32_t)(((const uint8_t *)left)[i] == ((const uint8_t *)right)[i]) << i;
    return bits;
#endif
}

/// One bit for each of 16 bytes that ends the plain part of a JSON string (quote, backslash, newline); in the upper
/// half one for each byte that is not ASCII.
static inline uint32_t bss_string_stops16(const void *address) {
#ifdef BSS_LOAD
    bss_vector bytes = BSS_LOAD(address);
    bss_vector stops = BSS_OR(BSS_OR(BSS_EQUAL(bytes, BSS_SPLAT('"')), BSS_EQUAL(bytes, BSS_SPLAT('\\'))),
                              BSS_EQUAL(bytes, BSS_SPLAT('\n')));
    return BSS_BITS(stops) | BSS_BITS(bytes) << 16;
#else
    uint32_t bits = 0;
    for (int i = 0; i < 16; i++) {
        uint8_t byte = ((const uint8_t *)address)[i];
        bits |= (uint32_t)(byte == '"' || byte == '\\' || byte == '\n') << i | (uint32_t)(byte >> 7) << (i + 16);
    }
    return bits;
#endif
}

/// Past a JSON value in plain form: without space between tokens, escapes, newlines in strings and exponents, and nested at
/// most 64 deep. NULL for every other form and for what is no JSON. Somewhere behind it a newline stands, and 64 bytes behind
/// that can be read.
const uint8_t *bss_pass_plain_json(const uint8_t *place);

/// One bit for each of 16 bytes that is no decimal digit.
static inline uint32_t bss_non_digits16(const void *address) {
#ifdef BSS_LOAD
    bss_vector values = BSS_MINUS(BSS_LOAD(address), BSS_SPLAT('0'));
    return ~BSS_BITS(BSS_EQUAL(BSS_MINIMUM(values, BSS_SPLAT(9)), values)) & 0xFFFFu;
#else
    uint32_t bits = 0;
    for (int i = 0; i < 16; i++) bits |= (uint32_t)((uint8_t)(((const uint8_t *)address)[i] - '0') > 9) << i;
    return bits;
#endif
}

/// One bit for each of 16 bytes that a JSON string has to escape: quote, backslash, below space, and what begins a
/// character of four bytes (Jackson writes those as two \u escapes).
static inline uint32_t bss_escapes16(const void *address) {
#ifdef BSS_LOAD
    bss_vector bytes = BSS_LOAD(address);
    bss_vector controls = BSS_EQUAL(BSS_MINIMUM(bytes, BSS_SPLAT(0x1F)), bytes);
    bss_vector four = BSS_EQUAL(BSS_MINIMUM(bytes, BSS_SPLAT(0xF0)), BSS_SPLAT(0xF0));
    bss_vector marks = BSS_OR(BSS_EQUAL(bytes, BSS_SPLAT('"')), BSS_EQUAL(bytes, BSS_SPLAT('\\')));
    return BSS_BITS(BSS_OR(marks, BSS_OR(controls, four)));
#else
    uint32_t bits = 0;
    for (int i = 0; i < 16; i++) {
        uint8_t byte = ((const uint8_t *)address)[i];
        bits |= (uint32_t)(byte == '"' || byte == '\\' || byte < 0x20 || byte >= 0xF0) << i;
    }
    return bits;
#endif
}

/// The first of some bytes that is a newline, or the address behind them.
static inline const uint8_t *bss_find_newline(const uint8_t *address, size_t count) {
    const uint8_t *found = (const uint8_t *)memchr(address, '\n', count);
    return found ? found : address + count;
}

/// Copies 16 bytes.
static inline void bss_copy16(void *target, const void *source) { memcpy(target, source, 16); }

/// The same number, of which the compiler knows nothing. Where a number was found equal to a guess, going on with the
/// guess lets the processor run ahead; the compiler would put the number back in its place.
static inline ptrdiff_t bss_opaque(ptrdiff_t number) {
    __asm__("" : "+r"(number));
    return number;
}

static const uint8_t bss_ones_then_zeros[32] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

/// A mask of the first `count` (0 to 16) of bytes number `first` to `first` + 7: no branch for the length.
static inline uint64_t bss_mask_of_first(long count, long first) {
    uint64_t mask;
    memcpy(&mask, bss_ones_then_zeros + 16 + first - count, sizeof mask);
    return mask;
}

/// One bit for each of 16 bytes that is one of four.
static inline uint32_t bss_any_of_four16(const void *address, uint8_t a, uint8_t b, uint8_t c, uint8_t d) {
#ifdef BSS_LOAD
    bss_vector bytes = BSS_LOAD(address);
    return BSS_BITS(BSS_OR(BSS_OR(BSS_EQUAL(bytes, BSS_SPLAT(a)), BSS_EQUAL(bytes, BSS_SPLAT(b))),
                           BSS_OR(BSS_EQUAL(bytes, BSS_SPLAT(c)), BSS_EQUAL(bytes, BSS_SPLAT(d)))));
#else
    uint32_t bits = 0;
    for (int i = 0; i < 16; i++) {
        uint8_t byte = ((const uint8_t *)address)[i];
        bits |= (uint32_t)(byte == a || byte == b || byte == c || byte == d) << i;
    }
    return bits;
#endif
}

// Vectors of the compiler, which knows them for every processor.
typedef uint8_t bss_bytes8 __attribute__((vector_size(8)));
typedef uint8_t bss_bytes16 __attribute__((vector_size(16)));
typedef uint16_t bss_words8 __attribute__((vector_size(16)));

// The bytes that 16 hexadecimal digits in lower case stand for; `valid` stays all ones if they are that.
static inline uint64_t bss_bytes_of_hex(bss_bytes16 digits, uint64_t *valid) {
    bss_bytes16 letters = (bss_bytes16)(digits - (uint8_t)'a' <= 5);
    bss_bytes16 all = letters | (bss_bytes16)(digits - (uint8_t)'0' <= 9);
    uint64_t halves[2], packed;
    memcpy(halves, &all, sizeof halves);
    *valid &= halves[0] & halves[1];
    bss_words8 nibbles = (bss_words8)((digits & 15) + (letters & 9));
    bss_bytes8 bytes = __builtin_convertvector((nibbles << 4 | nibbles >> 8) & 0xFF, bss_bytes8);
    memcpy(&packed, &bytes, sizeof packed);
    return packed;
}

static inline bss_bytes16 bss_hex_of_bytes(uint64_t packed) {
    bss_bytes8 bytes;
    memcpy(&bytes, &packed, sizeof bytes);
    bss_words8 pairs = __builtin_convertvector(bytes, bss_words8);
    bss_bytes16 nibbles = (bss_bytes16)(pairs >> 4 | (pairs & 15) << 8);
    return nibbles + (uint8_t)'0' + ((bss_bytes16)(nibbles > 9) & (uint8_t)('a' - '0' - 10));
}

/// The 16 bytes of a UUID of 36 characters; 0 if they are none in lower case.
static inline int bss_pack_uuid(const void *text, uint64_t *first, uint64_t *second) {
    const uint8_t *place = text;
    uint8_t digits[32];
    memcpy(digits, place, 8);
    memcpy(digits + 8, place + 9, 4);
    memcpy(digits + 12, place + 14, 4);
    memcpy(digits + 16, place + 19, 4);
    memcpy(digits + 20, place + 24, 12);
    bss_bytes16 left, right;
    memcpy(&left, digits, sizeof left);
    memcpy(&right, digits + 16, sizeof right);
    uint64_t valid = ~UINT64_C(0);
    *first = bss_bytes_of_hex(left, &valid);
    *second = bss_bytes_of_hex(right, &valid);
    return valid == ~UINT64_C(0) && place[8] == '-' && place[13] == '-' && place[18] == '-' && place[23] == '-';
}

/// The 36 characters of what `bss_pack_uuid` gave.
static inline void bss_unpack_uuid(uint64_t first, uint64_t second, void *text) {
    uint8_t *place = text;
    uint8_t digits[32];
    bss_bytes16 left = bss_hex_of_bytes(first), right = bss_hex_of_bytes(second);
    memcpy(digits, &left, sizeof left);
    memcpy(digits + 16, &right, sizeof right);
    memcpy(place, digits, 8);
    memcpy(place + 9, digits + 8, 4);
    memcpy(place + 14, digits + 12, 4);
    memcpy(place + 19, digits + 16, 4);
    memcpy(place + 24, digits + 20, 12);
    place[8] = place[13] = place[18] = place[23] = '-';
}

/// Lets a file be written past the page cache (1), or again through it (0). Answers 0 if that changed, -1 if it was so already or
/// the file system cannot.
int bss_set_direct(int descriptor, int is_direct);
