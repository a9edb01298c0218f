/// Why a call or a cast has no meaning: in Flink's words, without a place, which the binder knows.
public struct FunctionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let message: String

    /// An error.
    public init(_ message: String) { self.message = message }

    /// What is wrong.
    public var description: String { message }

    /// As Calcite says that a function is not made for the types of its arguments.
    static func types(_ name: String, _ arguments: [BoundExpression], expected: String) -> FunctionError {
        let given = arguments.map { "<\($0.type.logical)>" }.joined(separator: ", ")
        return FunctionError("cannot apply '\(name)' to arguments of type (\(given)); it takes \(expected)")
    }
}
