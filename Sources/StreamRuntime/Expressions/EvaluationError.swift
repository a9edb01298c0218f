/// Why an expression has no value for a row: what fails a job in Flink too, in Flink's words.
package struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package let message: String

    /// An error.
    package init(_ message: String) { self.message = message }

    /// What is wrong.
    package var description: String { message }

    /// A number divided by zero. Java: ArithmeticException.
    static let divisionByZero = EvaluationError("/ by zero")
}
