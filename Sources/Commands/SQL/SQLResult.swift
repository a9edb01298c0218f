import Foundation
import Primitives
import TerminalKit

/// Shows the lines of an answer of `/bss/v1/sql`: tables when they are whole, rows of queries that follow as they come.
struct SQLResult {
    private static let numbers = ["TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL"]

    private var output = OutputOptions()
    private let style = Style.of(descriptor: STDOUT_FILENO)
    private var columns: [TextTable.Column]?
    private var follows = false
    private var rows: [(cells: [String], json: JSON)] = []

    init(format: OutputOptions.Format) { output.format = format }

    /// Takes a line.
    ///
    /// - Throws: `ErrorReport` for what the query ended with.
    mutating func take(_ line: JSON) throws {
        if let error = line["error"] {
            finish()
            throw ErrorReport(error["reason"]?.string ?? "the query failed", hint: error["message"]?.string)
        }
        if let text = line["text"]?.string {
            finish()
            Terminal.write(text + "\n")
        } else if let columns = line["columns"]?.array {
            finish()
            begin(columns, follows: line["follow"]?.bool == true)
        } else if let row = line["row"]?.array {
            show(row, kind: line["kind"]?.string ?? "")
        }
    }

    private mutating func begin(_ columns: [JSON], follows: Bool) {
        self.follows = follows
        self.columns = columns.map { column in
            let (name, type) = (column["name"]?.string ?? "", column["type"]?.string ?? "")
            return Self.numbers.contains(where: type.hasPrefix) ? .number(name) : .text(name)
        }
        guard follows, output.format == .table else { return }
        let names = (self.columns ?? []).map(\.title).joined(separator: ", ")
        Terminal.write(style.faint("op[\(names)]") + "\n")
    }

    private mutating func show(_ row: [JSON], kind: String) {
        let cells = row.map(Self.cell)
        var members = zip(columns ?? [], row).map { ($0.title, $1) }
        guard follows else { return rows.append((cells, .object(JSONObject(members)))) }
        switch output.format {
        case .table: Terminal.write("\(kind)[\(cells.joined(separator: ", "))]\n")
        case .json:
            members.insert(("op", .string(kind)), at: 0)
            Terminal.write(JSON.object(JSONObject(members)).text + "\n")
        }
    }

    /// Shows the table that is whole now.
    mutating func finish() {
        guard let columns, !follows else { return }
        output.show(columns, rows)
        if output.format == .table {
            Terminal.write(style.faint("(\(rows.count) \(rows.count == 1 ? "row" : "rows"))") + "\n")
        }
        self.columns = nil
        rows = []
    }

    private static func cell(_ value: JSON) -> String {
        switch value {
        case .null: "NULL"
        case .bool(let flag): flag ? "TRUE" : "FALSE"
        case .string(let text): text
        default: value.text
        }
    }
}
