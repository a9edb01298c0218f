import Testing

@testable import StreamSQL

/// Whatever the text, the parser neither crashes nor hangs, its errors lie within the text, and what it accepts prints to
/// the same syntax.
@Suite struct FuzzTests {
    /// The texts of all runs together.
    static let mutationsMax = 1_000_000
    /// How many runs they are split into, each with its number as its seed.
    static let runs = 8
    /// How many accepted texts there are for each one that is printed and parsed again.
    static let printedEvery = 8

    /// What a run found.
    struct Outcome {
        var accepted = 0
        var violations: [String] = []
    }

    /// The texts to begin with: single statements of the goldens.
    static let sources: [String] = {
        var sources: [String] = []
        let goldens =
            GoldenCase.blocks(StatementGoldens.text) + GoldenCase.blocks(QueryGoldens.text) + ErrorTests.goldens
        for golden in goldens where golden.source.utf8.count < 300 { sources.append(golden.source) }
        for golden in GoldenCase.lines(ExpressionGoldens.text) { sources.append("SELECT \(golden.source) FROM t") }
        return sources
    }()

    private static func run(seed: UInt64, count: Int) -> Outcome {
        var outcome = Outcome()
        var mutator = Mutator(sources, seed: seed)
        defer { mutator.free() }
        for number in 0..<count {
            let text = mutator.next()
            let parsed = Script.parse(utf8: text)
            for error in parsed.errors where error.range.start > error.range.end || error.range.end > text.count {
                outcome.violations.append("seed \(seed), text \(number): the error \(error) lies outside of the text")
            }
            guard parsed.errors.isEmpty else { continue }
            outcome.accepted += 1
            guard outcome.accepted % printedEvery == 0 else { continue }
            let printed = parsed.script.sql
            let again = Script.parse(printed)
            guard again.errors.isEmpty, again.script == parsed.script else {
                outcome.violations.append(
                    "seed \(seed), text \(number): \(String(decoding: text, as: UTF8.self))\n\(printed)"
                )
                continue
            }
        }
        return outcome
    }

    @Test(.timeLimit(.minutes(20)))
    func mutationsOfStatements() async {
        await withTaskGroup(of: Outcome.self) { group in
            for seed in 1...Self.runs {
                group.addTask { Self.run(seed: UInt64(seed), count: Self.mutationsMax / Self.runs) }
            }
            var accepted = 0
            for await outcome in group {
                accepted += outcome.accepted
                #expect(outcome.violations.isEmpty, "\(outcome.violations.prefix(5).joined(separator: "\n\n"))")
            }
            // Mutations that are all refused would test little.
            #expect(accepted > Self.mutationsMax / 20)
        }
    }
}
