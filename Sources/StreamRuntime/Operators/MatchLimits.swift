/// How much one key of a MATCH_RECOGNIZE may keep. A pattern without WITHIN, or with a wide one, can keep rows for ever;
/// Flink then runs out of memory.
package struct MatchLimits: Sendable, Hashable {
    /// Rows that a key's partial matches hold, at most.
    package var rowsPerKey = 1 << 20
    /// Partial matches of a key, at most; each of its rows is tried with each of them.
    package var partialMatchesPerKey = 1 << 17

    /// The standard limits.
    package init() {}

    /// Variables of a pattern: the variables that were tested are bits of a word.
    static let variables = 64
    /// States of a pattern; `A{1,1000}` has a thousand.
    static let states = 1 << 15
    /// NULL flags and conditions of a stored row.
    static let flags = 1 << 12
    /// Intermediate values of a condition.
    static let registers = 1 << 12
}
