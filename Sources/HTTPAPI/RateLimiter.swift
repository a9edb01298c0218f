import Synchronization

/// Token buckets, one per caller: each holds up to `burst` tokens and gains `perSecond`; a request takes one. A pure
/// state machine; time comes in from outside.
struct TokenBuckets: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    let perSecond: Double
    let burst: Double
    private let callersMax: Int
    private var buckets: [String: Bucket] = [:]

    init(perSecond: Int, burst: Int, callersMax: Int) {
        precondition(perSecond > 0 && burst > 0 && callersMax > 0, "a rate limit must let something through")
        self.perSecond = Double(perSecond)
        self.burst = Double(burst)
        self.callersMax = callersMax
    }

    /// How many callers are remembered.
    var callers: Int { buckets.count }

    /// Takes a token. Returns nil, or the seconds until there is one, rounded up.
    mutating func take(_ caller: String, now: ContinuousClock.Instant) -> Int? {
        var bucket = buckets[caller] ?? Bucket(tokens: burst, at: now)
        bucket.tokens = level(of: bucket, now: now)
        bucket.at = max(bucket.at, now)
        defer {
            if buckets.count >= callersMax, buckets[caller] == nil { forget(now: now) }
            buckets[caller] = bucket
        }
        guard bucket.tokens >= 1 else { return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up))) }
        bucket.tokens -= 1
        return nil
    }

    private func level(of bucket: Bucket, now: ContinuousClock.Instant) -> Double {
        let passed = max(.zero, now - bucket.at)
        return min(burst, bucket.tokens + passed / .seconds(1) * perSecond)
    }

    // A full bucket is as good as none. If none is full, the fullest half goes: its callers wait the shortest anyway.
    private mutating func forget(now: ContinuousClock.Instant) {
        buckets = buckets.filter { level(of: $0.value, now: now) < burst }
        guard buckets.count >= callersMax else { return }
        let levels = buckets.values.map { level(of: $0, now: now) }.sorted()
        let median = levels[levels.count / 2]
        buckets = buckets.filter { level(of: $0.value, now: now) < median }
        if buckets.count >= callersMax { buckets.removeAll() }
    }
}

/// The rate limit of a running API.
final class RateLimiter: Sendable {
    private let buckets: Mutex<TokenBuckets>

    init(perSecond: Int, burst: Int) {
        buckets = Mutex(TokenBuckets(perSecond: perSecond, burst: burst, callersMax: HTTPLimits.callersMax))
    }

    /// Takes a token. Returns nil, or the seconds until there is one.
    func take(_ caller: String) -> Int? {
        buckets.withLock { $0.take(caller, now: .now) }
    }
}
