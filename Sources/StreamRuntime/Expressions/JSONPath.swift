/// A path into a JSON value, as the JSON functions take it: `$` and steps, after `lax` or `strict`, which is the default. Flink:
/// com.jayway.jsonpath. What Flink answers oddly, or only fails on, is refused by name.
struct JSONPath {
    /// Whether what is missing is empty, and not an error.
    let isLax: Bool
    private let route: JSONPathRoute

    /// - Throws: `EvaluationError` if it is no path, with the place of what is wrong.
    init(_ text: String) throws {
        var parser = JSONPathParser(text)
        isLax = parser.mode()
        route = try parser.path()
    }

    /// What is at the path: nil for nothing. A path to several places gives an array of what is there; in lax mode it gives an
    /// empty one for nothing.
    ///
    /// - Throws: `JSONPathError` where Flink answers what ON ERROR says, `EvaluationError` where it fails.
    func value(in root: JSONNode) throws -> JSONNode? {
        if let found = try route.value(from: root, root: root, isLax: isLax) { return found }
        return isLax && !route.isDefinite ? .array([]) : nil
    }
}

/// A path that has no answer in a document, in lax mode either. Flink: what ON ERROR says.
struct JSONPathError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
