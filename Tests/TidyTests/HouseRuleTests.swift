import Foundation
import Testing

/// The house rules that can be checked by reading. Each test names every place that breaks its rule.
@Suite struct HouseRuleTests {
    let tree: SourceTree

    init() throws {
        tree = try SourceTree()
        #expect(tree.swift.count > 100, "the sources are not where they should be")
    }

    private func check(_ violations: [String]) {
        #expect(violations.isEmpty, "\n\(violations.joined(separator: "\n"))")
    }

    @Test func filesAndFunctionsAreShort() {
        var violations: [String] = []
        for file in tree.swift {
            if file.lines.count > 600 { violations.append("\(file.path): \(file.lines.count) lines") }
            for function in FunctionLengths.over(70, in: file.lines) {
                violations.append("\(file.path):\(function.line): a function of \(function.length) lines")
            }
        }
        check(violations)
    }

    @Test func longFunctionsAreFound() {
        let body = Array(repeating: "    print(\"}\")", count: 70)
        #expect(FunctionLengths.over(70, in: ["func a() {"] + body + ["}"]).map(\.length) == [72])
        #expect(FunctionLengths.over(70, in: ["func a() {"] + body.dropLast(2) + ["}"]).isEmpty)
        #expect(FunctionLengths.over(70, in: ["func a(", ") {"] + body + ["}"]).map(\.line) == [1])
        #expect(FunctionLengths.over(70, in: ["let x = [A.init(1)] // func {"] + body).isEmpty)
    }

    /// The words of a camel-case name; a number belongs to the word before it (Base64).
    private static func words(_ name: some StringProtocol) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        for character in name {
            if character.isUppercase || !(character.isLetter || character.isNumber) {
                words.insert(word)
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(character) }
        }
        return words.union([word])
    }

    @Test func namesSayWhatThingsAre() {
        let banned: Set<String> = [
            "Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Base", "Impl", "Processor",
        ]
        let folders = ["New", "Old", "Legacy", "Deprecated"]
        var violations: [String] = []
        for file in tree.swift {
            let parts = file.path.split(separator: "/").map(String.init)
            if !Self.words(parts.last ?? "").isDisjoint(with: banned) {
                violations.append("\(file.path): a banned name")
            }
            for part in parts.dropLast() where folders.contains(part) || !Self.words(part).isDisjoint(with: banned) {
                violations.append("\(file.path): folder \(part)")
            }
            for index in file.lines.indices {
                let words = file.code(index).split(whereSeparator: { !$0.isLetter && !$0.isNumber })
                for (word, next) in zip(words, words.dropFirst())
                where ["struct", "class", "enum", "actor", "protocol", "typealias"].contains(word)
                    && !Self.words(next).isDisjoint(with: banned)
                {
                    violations.append("\(file.path):\(index + 1): \(next)")
                }
            }
        }
        check(violations)
    }

    @Test func nothingIsLeftOpen() throws {
        let banned = try Regex(#"\b(TODO|FIXME|XXX|HACK|stub|placeholder|for now|simplified)\b"#)
        var violations: [String] = []
        for file in tree.files(below: "Sources", "Benchmarks") {
            for (index, line) in file.lines.enumerated() where line.contains(banned) {
                violations.append("\(file.path):\(index + 1): \(line.trimmingCharacters(in: .whitespaces))")
            }
        }
        check(violations)
    }

    @Test func noTestIsSwitchedOff() {
        var violations: [String] = []
        for file in tree.files(below: "Tests") where !file.path.hasPrefix("Tests/TidyTests/") {
            for index in file.lines.indices
            where file.code(index).contains(".disabled(") || file.code(index).contains("XCTSkip") {
                violations.append("\(file.path):\(index + 1)")
            }
        }
        check(violations)
    }

    @Test func whatIsSwallowedOrUncheckedHasAReason() {
        var violations: [String] = []
        for file in tree.swift where !file.path.hasPrefix("Tests/TidyTests/") {
            for index in file.lines.indices {
                let code = file.code(index)
                let near = (index > 0 ? file.lines[index - 1] : "") + file.lines[index]
                if code.contains(/\btry\?/), !near.contains("// why:") {
                    violations.append("\(file.path):\(index + 1): try? without // why:")
                }
                if code.contains("@unchecked Sendable") || code.contains("nonisolated(unsafe)"), !near.contains("//") {
                    violations.append("\(file.path):\(index + 1): unchecked without a reason")
                }
            }
        }
        check(violations)
    }

    @Test func publicDeclarationsAreDocumented() throws {
        let declaration = try Regex(
            #"^\s*(public|package)\s+((static|final|mutating|nonmutating|override|convenience|private\(set\)|nonisolated|indirect)\s+)*(func|var|let|struct|class|enum|actor|protocol|init|subscript|typealias)\b"#
        )
        var violations: [String] = []
        for file in tree.files(below: "Sources", "Benchmarks") {
            for (index, line) in file.lines.enumerated() where line.contains(declaration) {
                var above = index - 1
                while above >= 0, file.lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("@") { above -= 1 }
                if above < 0 || !file.lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("///") {
                    violations.append("\(file.path):\(index + 1): \(line.trimmingCharacters(in: .whitespaces))")
                }
            }
        }
        check(violations)
    }

    @Test func clocksAndRandomnessComeFromOutside() {
        let allowed = ["Server", "Commands", "Workloads", "TerminalKit"]
        var violations: [String] = []
        for file in tree.files(below: "Sources") {
            guard !allowed.contains(where: { file.path.hasPrefix("Sources/\($0)/") }) else { continue }
            for index in file.lines.indices {
                let code = file.code(index)
                for call in ["Date()", "UUID()", "SystemRandomNumberGenerator"] where code.contains(call) {
                    violations.append("\(file.path):\(index + 1): \(call)")
                }
                if code.contains(".random(in:"), !code.contains("using:") {
                    violations.append("\(file.path):\(index + 1): .random(in:) without a generator")
                }
            }
        }
        check(violations)
    }

    @Test func markdownIsWhereItIsLookedFor() {
        let allowed = ["README.md", "CONTRIBUTING.md"]
        check(tree.markdown.filter { !allowed.contains($0) && !$0.hasPrefix("docs/") })
    }
}
