import ArgumentParser
import Domain
import Foundation
import Primitives
import TerminalKit

struct Export: AsyncParsableCommand {
    /// Resources asked for at once.
    static let pageMax = 500

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export customers, offerings or orders as NDJSON or CSV.",
        discussion: """
            Examples:
              bss export customers customers.ndjson
              bss export orders orders.csv
              bss export offerings - | head
            """
    )

    @Argument(help: "What: customers, offerings or orders.") var collection: Collection
    @Argument(help: "The file (.csv for CSV, else NDJSON); '-' for standard output.") var file: String
    @OptionGroup var server: ServerOptions

    func run() async throws {
        let isCSV = file.hasSuffix(".csv")
        let partial = file + ".partial"
        if file != "-" { try Data().write(to: URL(fileURLWithPath: partial)) }
        let handle = file == "-" ? nil : try FileHandle(forWritingTo: URL(fileURLWithPath: partial))
        @Sendable func write(_ text: String) throws {
            if let handle { try handle.write(contentsOf: Data(text.utf8)) } else { Terminal.write(text) }
        }
        if isCSV { try write(Collection.line(collection.columns)) }
        let bar = ProgressBar("exporting \(collection.rawValue)", quiet: file == "-")
        let count = try await server.withClient { client in
            var path: String? = "\(collection.kind.schema.path)?limit=\(Self.pageMax)"
            var count = 0
            while let page = path {
                let (resources, next, total) = try await client.page(page)
                for resource in resources {
                    try write(isCSV ? Collection.line(collection.cells(resource)) : resource.text + "\n")
                }
                count += resources.count
                bar.update(total == 0 ? 1 : Double(count) / Double(total), note: "\(Readable.count(Int64(count)))")
                path = next
            }
            return count
        }
        bar.finish()
        if file != "-" {
            // Under its own name only when it is whole.
            guard rename(partial, file) == 0 else {
                throw ErrorReport("\(file) cannot be written", why: String(cString: strerror(errno)))
            }
            Terminal.write("\(count) \(collection.rawValue) exported to \(file)\n")
        }
    }
}
