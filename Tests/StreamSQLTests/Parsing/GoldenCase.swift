import Testing

/// A text and what comes of it.
struct GoldenCase: CustomTestStringConvertible, Sendable {
    let source: String
    let expected: String

    var testDescription: String { source }

    /// The cases of a golden text: the source, a line `=>`, the result, and a line `--` before the next case.
    static func blocks(_ text: String) -> [GoldenCase] {
        var cases: [GoldenCase] = []
        var source: [Substring] = []
        var expected: [Substring]?
        for line in (text + "\n--").split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "=>" {
                expected = []
            } else if line == "--" {
                guard let result = expected else { continue }
                let golden = GoldenCase(
                    source: source.joined(separator: "\n"),
                    expected: result.joined(separator: "\n")
                )
                cases.append(golden)
                source = []
                expected = nil
            } else if expected == nil {
                source.append(line)
            } else {
                expected?.append(line)
            }
        }
        return cases
    }

    /// The cases of a golden text with `source => result` on a line, or `=> result` on the line behind the source.
    static func lines(_ text: String) -> [GoldenCase] {
        var cases: [GoldenCase] = []
        var source: Substring = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("=> ") {
                cases.append(GoldenCase(source: String(source), expected: String(line.dropFirst(3))))
            } else if let arrow = line.firstRange(of: " => ") {
                let expected = line[arrow.upperBound...]
                cases.append(GoldenCase(source: String(line[..<arrow.lowerBound]), expected: String(expected)))
            } else {
                source = line
            }
        }
        return cases
    }
}
