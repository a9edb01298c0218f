import Foundation
import StreamSQL
import TerminalKit

/// A script from a file, and the errors in it as people read them.
struct SQLScript {
    /// The name to show.
    let name: String
    /// The text.
    let source: String
    /// The statements.
    let script: Script

    /// Reads and parses a file, `-` for standard input. `${NAME}` stands for an environment variable.
    init(file: String) throws {
        let data: Data
        if file == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            guard let found = FileManager.default.contents(atPath: file) else {
                throw ErrorReport(
                    "cannot read \(file)",
                    hint: "name a file with SQL statements, or - for standard input"
                )
            }
            data = found
        }
        name = file == "-" ? "standard input" : file
        source = try Self.expanded(String(decoding: data, as: UTF8.self), file)
        do { script = try Script(parsing: source) } catch {
            throw ErrorReport("\(name) is not right", why: error.rendered(source: source, file: name))
        }
    }

    private static func expanded(_ text: String, _ file: String) throws -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.range(of: "${") {
            result += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            let name = String(rest[start.upperBound..<end])
            guard let value = ProcessInfo.processInfo.environment[name] else {
                throw ErrorReport("\(file) needs the environment variable \(name)", hint: "\(name)=... bss sql ...")
            }
            result += value
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// Binds the statements one after the other.
    func bind(_ body: (Statement, BoundStatement) throws -> Void) throws {
        var binder = ScriptBinder()
        for statement in script.statements {
            let bound: BoundStatement
            do { bound = try binder.bind(statement, source: source) } catch {
                throw ErrorReport("\(name) is not right", why: error.rendered(source: source, file: name))
            }
            try body(statement, bound)
        }
    }
}
