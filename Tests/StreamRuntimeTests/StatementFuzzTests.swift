import Foundation
import Primitives
import StreamSQL
import Testing

@testable import StreamRuntime

/// Statements of the corpus with words of others in them: whatever they mean, they are refused at a place within their text,
/// fail with an error, or have an answer; nothing crashes. `BSS_FUZZ_SEED` and `BSS_FUZZ_COUNT` are for longer runs, and
/// the file `BSS_FUZZ_TRACE` has the last text, for when the process is gone.
@Suite struct StatementFuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["BSS_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_261_122
    private static let count = environment["BSS_FUZZ_COUNT"].flatMap { Int($0) } ?? 3_000
    /// Words that make most of the trouble.
    private static let words = [
        "NULL", "0", "-1", "2147483648", "9223372036854775807", "1e400", "''", "'x'", "DATE '0001-01-01'", "TRUE",
        "INTERVAL '1' DAY", "INTERVAL '0' SECOND", "CAST(NULL AS INT)", "ARRAY[1]", "MAP['a', 1]", "ROW(1, 'a')", "*",
        "(SELECT 1)", "COUNT(*)", "PROCTIME()", "DISTINCT", "NOT", "-", "DECIMAL(38, 38)", "'%2147483647d'", "'{'",
    ]

    /// The words of a text, quoted ones as one, with the blanks before them.
    private static func split(_ text: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                current.append(character)
                if character == open { quote = nil }
                continue
            }
            let isWord = character.isLetter || character.isNumber || character == "_" || character == "."
            let wasWord = current.last.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
            if !current.isEmpty, !(isWord && wasWord) {
                parts.append(current)
                current = ""
            }
            current.append(character)
            if character == "'" || character == "`" { quote = character }
        }
        return parts + [current]
    }

    @Test(.timeLimit(.minutes(20)))
    func mutationsOfTheCorpus() throws {
        var random = SeededRandom(seed: Self.seed)
        // Statements that wait for the clock or draw rows without end are for others.
        let sources = try Corpus.entries().map { try Corpus.source($0) }.filter {
            !$0.contains("datagen") && !$0.contains("state.ttl")
        }
        let scripts = sources.map { source -> (head: String, words: [String]) in
            let statements = source.split(separator: ";", omittingEmptySubsequences: true).filter {
                $0.contains { !$0.isWhitespace }
            }
            let last = statements.last.map(String.init) ?? ""
            return (statements.dropLast().joined(separator: ";") + ";", Self.split(last))
        }
        let trace = Self.environment["BSS_FUZZ_TRACE"]
        var answered = 0
        for number in 0..<Self.count {
            let (head, original) = scripts[Int(random.next(upperBound: UInt64(scripts.count)))]
            var words = original
            for _ in 0...Int(random.next(upperBound: UInt64(3))) where !words.isEmpty {
                let place = Int(random.next(upperBound: UInt64(words.count)))
                let other = scripts[Int(random.next(upperBound: UInt64(scripts.count)))].words
                let new =
                    random.next(upperBound: UInt64(3)) == 0
                    ? Self.words[Int(random.next(upperBound: UInt64(Self.words.count)))]
                    : other[Int(random.next(upperBound: UInt64(other.count)))]
                switch random.next(upperBound: UInt64(4)) {
                case 0: words.remove(at: place)
                case 1: words.insert(new, at: place)
                default: words[place] = new
                }
            }
            let text = head + words.joined(separator: " ")
            if let trace { try text.write(toFile: trace, atomically: false, encoding: .utf8) }
            do {
                _ = try Corpus.run(text)
                answered += 1
            } catch let errors as SQLErrors {
                for error in errors.errors { Self.check(error, text, number) }
            } catch let error as SQLError {
                Self.check(error, text, number)
            } catch {
                // What fails while it runs, fails; the words are compared elsewhere.
                continue
            }
        }
        // Mutations that are all refused would test little.
        #expect(answered > Self.count / 20, "seed \(Self.seed)")
    }

    private static func check(_ error: SQLError, _ text: String, _ number: Int) {
        let (start, end) = (error.range.start, error.range.end)
        #expect(
            start <= end && end <= text.utf8.count && end > 0,
            "seed \(seed), text \(number): '\(error.message)' has no place in\n\(text)"
        )
    }
}
