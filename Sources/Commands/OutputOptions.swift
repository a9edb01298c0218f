import ArgumentParser
import Foundation
import Primitives
import TerminalKit

/// How a command shows its results.
struct OutputOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
    }

    @Option(help: "How to show the result.")
    var format: Format = .table

    /// Shows rows: as a table for people, or each one's JSON on a line of its own for programs. The only place where
    /// formats are told apart.
    func show(_ columns: [TextTable.Column], _ rows: [(cells: [String], json: JSON)]) {
        switch format {
        case .table:
            let isTerminal = isatty(STDOUT_FILENO) == 1
            Terminal.write(
                TextTable(columns, rows.map(\.cells)).render(
                    style: .of(descriptor: STDOUT_FILENO),
                    width: isTerminal ? Terminal.width : .max
                )
            )
        case .json:
            for row in rows { Terminal.write(row.json.text + "\n") }
        }
    }
}
