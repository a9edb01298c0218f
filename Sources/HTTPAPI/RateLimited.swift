import Hummingbird

/// A caller that sends more than its rate.
struct RateLimited: Error {
    /// When it may send again.
    let seconds: Int

    var response: Response {
        .error(
            .tooManyRequests,
            code: "tooManyRequests",
            reason: "you send more requests than this server allows",
            message: "try again in \(seconds) s",
            headers: [.retryAfter: String(seconds)]
        )
    }
}
