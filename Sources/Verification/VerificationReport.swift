import Primitives

/// The results of a verification, as programs read them.
public enum VerificationReport {
    /// How many of the results have a verdict.
    public static func count(_ results: [CheckResult], _ verdict: CheckResult.Verdict) -> Int {
        results.count { $0.verdict == verdict }
    }

    /// A result as JSON.
    public static func json(_ result: CheckResult) -> JSON {
        [
            "group": .string(result.group.rawValue), "check": .string(result.name),
            "expectation": .string(result.expectation), "verdict": .string(result.verdict.rawValue),
            "finding": .string(result.finding), "milliseconds": .integer(Int64(result.seconds * 1_000)),
        ]
    }

    /// The results in JUnit's XML, as build servers read it: a suite for each group.
    public static func junit(_ results: [CheckResult]) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"bss verify\" \(totals(results))>\n"
        for group in CheckGroup.allCases {
            let members = results.filter { $0.group == group }
            guard !members.isEmpty else { continue }
            text += "  <testsuite name=\"\(group.rawValue)\" \(totals(members))>\n"
            for result in members {
                let name = escaped("\(result.name): \(result.expectation)")
                text +=
                    "    <testcase classname=\"\(group.rawValue)\" name=\"\(name)\" time=\"\(seconds(result.seconds))\">"
                switch result.verdict {
                case .passed: text += "<system-out>\(escaped(result.finding))</system-out>"
                case .failed: text += "<failure message=\"\(escaped(result.finding))\"/>"
                case .skipped: text += "<skipped message=\"\(escaped(result.finding))\"/>"
                }
                text += "</testcase>\n"
            }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private static func totals(_ results: [CheckResult]) -> String {
        let time = results.reduce(0) { $0 + $1.seconds }
        return
            "tests=\"\(results.count)\" failures=\"\(count(results, .failed))\" skipped=\"\(count(results, .skipped))\" "
            + "time=\"\(seconds(time))\""
    }

    private static func seconds(_ value: Double) -> String { "\((value * 1_000).rounded() / 1_000)" }

    /// Text as it may stand in an attribute; characters that XML 1.0 forbids are left out.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
