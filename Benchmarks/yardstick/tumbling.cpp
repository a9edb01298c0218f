// tumbling FILE: job a by hand, for input of exactly the known shape: 5-minute windows of event time per customer, with
// count and exact sum. No SQL, no nulls, no other field order. Prints events, groups and the sum of all amounts in cents.
#include <emmintrin.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <vector>

namespace {

constexpr size_t chunk_bytes = 256 * 1024;
constexpr int64_t window_ms = 300'000;
constexpr int64_t delay_ms = 5'000;

struct Key {
    uint64_t low, high;
};

struct Group {
    int64_t count;
    __int128 sum;
};

/// Customers by open addressing: dense numbers for keys of 13 to 16 bytes.
class Customers {
public:
    Customers() : slots_(1 << 18, 0) {}

    uint32_t number(Key key) {
        auto product = static_cast<unsigned __int128>(key.low ^ 0xA0761D6478BD642F) * (key.high ^ 0xE7037ED1A0B428DB);
        uint64_t hash = static_cast<uint64_t>(product >> 64) ^ static_cast<uint64_t>(product);
        for (size_t slot = hash & (slots_.size() - 1);; slot = (slot + 1) & (slots_.size() - 1)) {
            uint32_t found = slots_[slot];
            if (found == 0) {
                keys_.push_back(key);
                slots_[slot] = static_cast<uint32_t>(keys_.size());
                return static_cast<uint32_t>(keys_.size() - 1);
            }
            if (keys_[found - 1].low == key.low && keys_[found - 1].high == key.high) return found - 1;
        }
    }

private:
    std::vector<uint32_t> slots_;
    std::vector<Key> keys_;
};

const char *quote(const char *place) {
    const __m128i wanted = _mm_set1_epi8('"');
    for (;; place += 16) {
        int bits = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i *>(place)), wanted));
        if (bits) return place + __builtin_ctz(bits);
    }
}

int64_t digits(const char *place, int count) {
    int64_t value = 0;
    for (int i = 0; i < count; i++) value = value * 10 + (place[i] - '0');
    return value;
}

/// Days since 1970 of a civil date.
int64_t days(int64_t year, int64_t month, int64_t day) {
    year -= month <= 2;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/// Bytes from the end of one value to the start of the next: `{"eventId":"`, `","type":"` and so on.
constexpr int gaps[] = {12, 10, 13, 16, 12, 11, 13, 15};

struct Totals {
    int64_t events = 0, groups = 0, late = 0;
    __int128 cents = 0;
};

class Job {
public:
    /// Takes one line, gives the place behind it.
    const char *take(const char *line) {
        const char *place = line;
        Key key{0, 0};
        int64_t cents = 0;
        for (int field = 0; field < 8; field++) {
            place += gaps[field];
            if (field == 5) {
                int64_t whole = 0;
                for (; *place != '.'; place++) whole = whole * 10 + (*place - '0');
                cents = whole * 100 + (place[1] - '0') * 10 + (place[2] - '0');
                place += 3;
                continue;
            }
            const char *end = quote(place);
            if (field == 3) {
                memcpy(&key.low, place, 8);
                memcpy(&key.high, end - 8, 8);
                key.high ^= static_cast<size_t>(end - place);
            } else if (field == 7) {
                add(key, cents, time(place));
            }
            place = end;
        }
        return place + 3;
    }

    Totals finish() {
        while (!windows_.empty()) fire(windows_.begin());
        return totals_;
    }

private:
    int64_t time(const char *text) {
        if (memcmp(text, minute_, 16) != 0) {
            memcpy(minute_, text, 16);
            base_ = ((days(digits(text, 4), digits(text + 5, 2), digits(text + 8, 2)) * 24 + digits(text + 11, 2)) * 60 +
                     digits(text + 14, 2)) * 60'000;
        }
        return base_ + digits(text + 17, 2) * 1000 + digits(text + 20, 3);
    }

    void add(Key key, int64_t cents, int64_t time) {
        int64_t start = time - time % window_ms;
        if (start + window_ms - 1 <= watermark_) {
            totals_.late++;
        } else {
            if (start != start_) {
                groups_ = &windows_[start];
                start_ = start;
            }
            uint32_t number = customers_.number(key);
            if (number >= groups_->size()) groups_->resize(number + 1 + number / 2);
            Group &group = (*groups_)[number];
            group.count++;
            group.sum += cents;
        }
        if (time - delay_ms > watermark_) {
            watermark_ = time - delay_ms;
            while (!windows_.empty() && windows_.begin()->first + window_ms - 1 <= watermark_) fire(windows_.begin());
        }
    }

    void fire(std::map<int64_t, std::vector<Group>>::iterator window) {
        for (const Group &group : window->second) {
            if (group.count == 0) continue;
            totals_.groups++;
            totals_.events += group.count;
            totals_.cents += group.sum;
        }
        if (window->first == start_) start_ = INT64_MIN;
        windows_.erase(window);
    }

    Customers customers_;
    std::map<int64_t, std::vector<Group>> windows_;
    std::vector<Group> *groups_ = nullptr;
    int64_t start_ = INT64_MIN, watermark_ = INT64_MIN, base_ = 0;
    char minute_[16] = {};
    Totals totals_;
};

}  // namespace

int main(int count, char **arguments) {
    int file = count == 2 ? open(arguments[1], O_RDONLY) : -1;
    if (file < 0) {
        fprintf(stderr, "usage: tumbling FILE\n");
        return 2;
    }
    // Lines of at most a chunk; the vector loads may read a little beyond the last one.
    char *buffer = static_cast<char *>(malloc(2 * chunk_bytes + 64));
    size_t held = 0;
    Job job;
    for (ssize_t got; (got = read(file, buffer + held, chunk_bytes)) > 0;) {
        held += static_cast<size_t>(got);
        size_t limit = held;
        while (limit > 0 && buffer[limit - 1] != '\n') limit--;
        for (const char *place = buffer; place < buffer + limit;) place = job.take(place);
        held -= limit;
        memmove(buffer, buffer + limit, held);
    }
    Totals totals = job.finish();
    printf("events %ld groups %ld late %ld cents %ld\n", static_cast<long>(totals.events),
           static_cast<long>(totals.groups), static_cast<long>(totals.late), static_cast<long>(totals.cents));
    return 0;
}
