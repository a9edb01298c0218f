import Foundation
import StreamSQL
import Testing

/// The scripts that real Flink ran (Tests/StreamCorpus): what it planned must parse here and print to the same syntax.
@Suite struct CorpusTests {
    /// A script and what Flink said of it.
    struct Case: CustomTestStringConvertible {
        let name: String
        let text: String
        let wasPlanned: Bool
        let wasParsed: Bool

        var testDescription: String { name }
    }

    static let cases: [Case] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../StreamCorpus").standardized.resolvingSymlinksInPath().path
        guard let files = FileManager.default.enumerator(atPath: folder) else { return [] }
        var cases: [Case] = []
        while let path = files.nextObject() as? String {
            guard path.hasSuffix(".sql") else { continue }
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            let text = FileManager.default.contents(atPath: "\(folder)/\(path)")
            // Without an answer of Flink the script is taken to be right.
            let answer = FileManager.default.contents(atPath: "\(folder)/expected/\(name).rows")
            let expected = String(decoding: answer ?? Data(), as: UTF8.self)
            cases.append(
                Case(
                    name: name,
                    text: String(decoding: text ?? Data(), as: UTF8.self),
                    wasPlanned: !expected.hasPrefix("! PLAN"),
                    wasParsed: !expected.hasPrefix("! PLAN Encountered")
                )
            )
        }
        return cases.sorted { $0.name < $1.name }
    }()

    @Test(arguments: cases)
    func whatFlinkPlansParses(_ script: Case) {
        let parsed = Script.parse(script.text)
        if script.wasPlanned {
            let errors = parsed.errors.map { $0.rendered(source: script.text, file: "\(script.name).sql") }
            #expect(errors.isEmpty, "\n\(errors.joined(separator: "\n\n"))")
        }
        if !script.wasParsed { #expect(!parsed.errors.isEmpty) }
        let printed = parsed.script.sql
        let again = Script.parse(printed)
        #expect(again.errors.map { $0.rendered(source: printed, file: "printed.sql") }.isEmpty, "\(printed)")
        #expect(again.script == parsed.script, "\(printed)")
        #expect(again.script.sql == printed)
    }
}
