import StreamSQL

/// Why a MATCH_RECOGNIZE cannot run. Flink refuses the same, with these words where it has any.
package enum MatchRefusal: Error, Hashable, Sendable {
    /// The pattern may match no row at all.
    case emptyMatches
    /// The last variable has a greedy quantifier.
    case greedyLast
    /// A variable has the quantifier `??`.
    case reluctantOptional
    /// A variable with `?` or `*` stands behind a greedy one.
    case optionalAfterGreedy
    /// The pattern has `|`.
    case alternation
    /// A quantifier stands behind a group of variables.
    case group
    /// A variable occurs twice.
    case repeatedVariable(String)
    /// A quantifier allows no number of rows.
    case quantifier(atLeast: Int, atMost: Int)
    /// SKIP TO names a variable that the pattern does not have.
    case unknownSkipTarget
    /// The rows are not ordered by an ascending event time first.
    case order
    /// An aggregate has DISTINCT.
    case distinctAggregate
    /// An aggregate that cannot be computed over these values.
    case aggregate(AggregateFunction, DataType?)
    /// More variables, states of the pattern or columns than there is room for.
    case tooLarge(String, limit: Int)
}

extension MatchRefusal: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .emptyMatches:
            "Patterns that can produce empty matches are not supported. There must be at least one non-optional state."
        case .greedyLast:
            "Greedy quantifiers are not allowed as the last element of a Pattern yet. "
                + "Finish your pattern with either a simple variable or reluctant quantifier."
        case .reluctantOptional: "Reluctant optional variables are not supported yet."
        case .optionalAfterGreedy: "Optional pattern cannot be preceded by greedy pattern"
        case .alternation: "Currently, CEP doesn't support branching patterns."
        case .group: "Group patterns are not supported yet."
        case .repeatedVariable(let name):
            "Pattern variables must be unique. That might change in the future. (\(name) occurs twice)"
        case .quantifier(let atLeast, let atMost):
            "The quantifier {\(atLeast), \(atMost)} allows no number of rows: the second number must be at least 1 and "
                + "not less than the first."
        case .unknownSkipTarget: "AFTER MATCH SKIP TO names a variable that the pattern does not have."
        case .order: "The first ORDER BY column of MATCH_RECOGNIZE must be the event time, ascending."
        case .distinctAggregate: "DISTINCT is not allowed in an aggregate of MATCH_RECOGNIZE."
        case .aggregate(let function, let type):
            "\(function.rawValue) over \(type?.description ?? "rows") is not supported in MATCH_RECOGNIZE."
        case .tooLarge(let what, let limit): "MATCH_RECOGNIZE has too many \(what): at most \(limit) are possible."
        }
    }
}
