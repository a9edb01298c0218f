/// Prometheus's text exposition format 0.0.4, read strictly.
struct MetricsText: Sendable {
    /// A line with a value.
    struct Sample: Sendable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    /// The types of the families, by name.
    private(set) var types: [String: String] = [:]
    /// The families with a help text.
    private(set) var helped: Set<String> = []
    /// The values.
    private(set) var samples: [Sample] = []

    /// Reads a text.
    ///
    /// - Throws: `Unmet` with the first line that is none of the format, or that says something twice.
    init(_ text: String) throws {
        var seen: Set<String> = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("#") {
                let words = line.split(separator: " ", maxSplits: 3)
                guard words.count == 4 else { throw Unmet("line: \(line)") }
                if words[1] == "TYPE", types.updateValue(String(words[3]), forKey: String(words[2])) != nil {
                    throw Unmet("a second type of \(words[2])")
                }
                if words[1] == "HELP" { helped.insert(String(words[2])) }
                continue
            }
            guard let blank = line.lastIndex(of: " "), let value = Self.number(line[line.index(after: blank)...]) else {
                throw Unmet("line: \(line)")
            }
            let series = line[..<blank]
            guard seen.insert(String(series)).inserted else { throw Unmet("twice: \(series)") }
            samples.append(Sample(name: try Self.name(series), labels: try Self.labels(series), value: value))
        }
    }

    /// The samples of a name.
    func samples(_ name: String) -> [Sample] { samples.filter { $0.name == name } }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: Double(text)
        }
    }

    private static func name(_ series: Substring) throws -> String {
        let name = series.prefix { $0 != "{" }
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" }) else {
            throw Unmet("name: \(series)")
        }
        return String(name)
    }

    private static func labels(_ series: Substring) throws -> [String: String] {
        guard let open = series.firstIndex(of: "{") else { return [:] }
        guard series.last == "}" else { throw Unmet("labels: \(series)") }
        var labels: [String: String] = [:]
        var rest = series[series.index(after: open)...].dropLast()
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: "="), rest[rest.index(after: equals)...].first == "\"" else {
                throw Unmet("labels: \(series)")
            }
            let name = String(rest[..<equals])
            var value = ""
            rest = rest[equals...].dropFirst(2)
            while let character = rest.popFirst(), character != "\"" {
                if character == "\\", let escaped = rest.popFirst() {
                    value.append(escaped == "n" ? "\n" : escaped)
                } else {
                    value.append(character)
                }
            }
            guard labels.updateValue(value, forKey: name) == nil else { throw Unmet("label \(name) twice: \(series)") }
            if rest.first == "," { rest.removeFirst() }
        }
        return labels
    }
}
