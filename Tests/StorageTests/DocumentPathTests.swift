import Foundation
import Primitives
import Storage
import Testing

@testable import SQLiteStorage

/// The scanner of documents against a plain reading of the same text by Foundation's parser.
@Suite("Document paths")
struct DocumentPathTests {
    private static let names = ["a", "b", "id", "ключ", "with space", "q\"uote", "back\\slash", "", "tab\t"]
    private static let texts = [
        "", "x", "Zoë", "ZOË", "true", "12", "-1.5", "null", "a\"b", "line\nbreak", "😀", "\u{7f}\u{0}", "a/b",
        "\\u0041",
    ]

    /// A random value as text, with random white space and escapes.
    private struct Writer {
        var random: SeededRandom

        mutating func value(_ depth: Int) -> String {
            switch Int.random(in: 0..<(depth > 3 ? 6 : 10), using: &random) {
            case 0: return "null"
            case 1: return Bool.random(using: &random) ? "true" : "false"
            case 2: return "\(Int.random(in: -20...20, using: &random))"
            case 3: return "\(Double(Int.random(in: -80...80, using: &random)) / 8 + 0.0625)"
            case 4, 5: return string(DocumentPathTests.texts.randomElement(using: &random)!)
            case 6, 7:
                let count = Int.random(in: 0...3, using: &random)
                return "[" + (0..<count).map { _ in space() + value(depth + 1) + space() }.joined(separator: ",")
                    + space()
                    + "]"
            default:
                let members = DocumentPathTests.names.shuffled(using: &random)
                    .prefix(Int.random(in: 0...4, using: &random))
                return "{"
                    + members.map { space() + string($0) + space() + ":" + space() + value(depth + 1) + space() }
                    .joined(separator: ",") + space() + "}"
            }
        }

        mutating func space() -> String { ["", "", "", " ", "\n\t", "\r "].randomElement(using: &random)! }

        mutating func string(_ text: String) -> String {
            var result = "\""
            for unit in text.utf16 {
                let scalar = Unicode.Scalar(unit)
                let isShort = scalar.map { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" } ?? false
                if let scalar, isShort, Bool.random(using: &random) {
                    result.unicodeScalars.append(scalar)
                } else if scalar == "\n", Bool.random(using: &random) {
                    result += "\\n"
                } else if scalar == "/" {
                    result += "\\/"
                } else {
                    result += "\\u" + String(format: Bool.random(using: &random) ? "%04x" : "%04X", Int(unit))
                }
            }
            return result + "\""
        }
    }

    /// The scalars at a path, as Foundation reads them: text and, of numbers, the value.
    private static func scalars(_ value: Any, _ path: ArraySlice<String>) -> [(text: String, number: Double?)] {
        if let array = value as? [Any] { return array.flatMap { scalars($0, path) } }
        if let object = value as? [String: Any] {
            guard let name = path.first, let member = object[name] else { return [] }
            return scalars(member, path.dropFirst())
        }
        guard path.isEmpty, !(value is NSNull) else { return [] }
        if let text = value as? String { return [(text, nil)] }
        guard let number = value as? NSNumber else { return [] }
        if String(cString: number.objCType) == "c" {
            return [(number.boolValue ? "true" : "false", nil)]
        }
        let real = number.doubleValue
        return [(real == real.rounded() ? "\(Int(real))" : "\(real)", real)]
    }

    private static func isMet(
        _ scalars: [(text: String, number: Double?)],
        _ comparison: DocumentComparison,
        _ literals: [String]
    ) -> Bool {
        func order(_ scalar: (text: String, number: Double?), _ literal: String) -> Int {
            let number = literal.wholeMatch(of: #/-?(0|[1-9]\d*)(\.\d+)?/#).flatMap { _ in Double(literal) }
            if let left = scalar.number, let right = number { return left < right ? -1 : left == right ? 0 : 1 }
            let (left, right) = (Array(scalar.text.utf8), Array(literal.utf8))
            return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        }
        func folded(_ text: String) -> [UInt8] { text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 } }
        guard let first = literals.first else { return false }
        return scalars.contains { scalar in
            switch comparison {
            case .equals: literals.contains { order(scalar, $0) == 0 }
            case .less: order(scalar, first) < 0
            case .atMost: order(scalar, first) <= 0
            case .greater: order(scalar, first) > 0
            case .atLeast: order(scalar, first) >= 0
            case .contains: folded(first).isEmpty || folded(scalar.text).contains(folded(first))
            }
        }
    }

    @Test("agrees with Foundation's parser on 20,000 random documents", arguments: 1...4)
    func agrees(_ seed: UInt64) throws {
        var writer = Writer(random: SeededRandom(seed: seed))
        let comparisons: [DocumentComparison] = [.equals, .less, .atMost, .greater, .atLeast, .contains]
        var met = 0
        for round in 0..<5_000 {
            let text = writer.space() + writer.value(0) + writer.space()
            let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            let path = (0..<Int.random(in: 0...3, using: &writer.random)).map { _ in
                Self.names.randomElement(using: &writer.random)!
            }
            let scalars = Self.scalars(parsed, path[...])
            var literals = (0..<Int.random(in: 0...2, using: &writer.random)).map { _ in
                Self.texts.randomElement(using: &writer.random)!
            }
            if let scalar = scalars.randomElement(using: &writer.random) { literals.append(scalar.text) }
            literals.shuffle(using: &writer.random)
            let comparison = comparisons.randomElement(using: &writer.random)!
            let expected = Self.isMet(scalars, comparison, literals)
            let found = Array(text.utf8).withUnsafeBytes {
                DocumentPredicate(path: path, comparison, literals).matches($0)
            }
            #expect(found == expected, "round \(round): \(path) \(comparison) \(literals) in \(text)")
            met += expected ? 1 : 0
        }
        // Else the test would compare nothing but absences.
        #expect(met > 500)
    }

    @Test("broken documents end the search and nothing else", arguments: 1...4)
    func broken(_ seed: UInt64) {
        var writer = Writer(random: SeededRandom(seed: 1_000 + seed))
        for _ in 0..<5_000 {
            var bytes = Array(writer.value(0).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &writer.random) where !bytes.isEmpty {
                let position = Int.random(in: 0..<bytes.count, using: &writer.random)
                switch Int.random(in: 0..<3, using: &writer.random) {
                case 0: bytes[position] = Array(#"{}[]",:\u0e-"#.utf8).randomElement(using: &writer.random)!
                case 1: bytes[position] = UInt8.random(in: 0...255, using: &writer.random)
                default: bytes.removeSubrange(position...)
                }
            }
            // An allocation of exactly the bytes, so that a read beyond them traps.
            let path = [Self.names.randomElement(using: &writer.random)!]
            var scalars = 0
            _ = bytes.withUnsafeBytes { document in
                DocumentPath(path).contains(in: document) { scalar in
                    scalar.withText { scalars += $0.count }
                    _ = scalar.number
                    return false
                }
            }
            #expect(scalars <= bytes.count * 3)
        }
    }

    @Test("a document of a million brackets is survived")
    func deep() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        let found = bytes.withUnsafeBytes { DocumentPredicate(path: [], .contains, [""]).matches($0) }
        #expect(!found)
        let objects = Array(String(repeating: #"{"a":"#, count: 100_000).utf8)
        let names = [String](repeating: "a", count: 100_000)
        #expect(!objects.withUnsafeBytes { DocumentPredicate(path: names, .contains, [""]).matches($0) })
    }

    @Test(
        "numbers are read as RFC 8259 writes them",
        arguments: [
            ("0", .integer(0)), ("-0", .integer(0)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .real(9_223_372_036_854_775_808)),
            ("1.50", .real(1.5)), ("1e3", .real(1_000)), ("1E-2", .real(0.01)), ("-2.5e+1", .real(-25)), ("01", nil),
            ("1.", nil), (".5", nil), ("1e", nil), ("+1", nil), ("", nil), ("-", nil), ("0x10", nil), ("1 ", nil),
            ("nan", nil), ("Infinity", nil),
        ] as [(String, DocumentNumber?)]
    )
    func numbers(_ text: String, _ expected: DocumentNumber?) {
        #expect(Array(text.utf8).withUnsafeBytes { DocumentNumber($0) } == expected)
    }
}
