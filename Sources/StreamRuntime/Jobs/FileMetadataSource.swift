import Foundation
import StreamSQL

/// The rows of a file with what is known of the file itself: the metadata columns of the connector `filesystem`.
final class FileMetadataSource: TableSource {
    private let file: FileSource
    /// For each column of the scan the column of the file's rows, or the value that all rows have.
    private let places: [Place]
    private let types: [PhysicalType]

    private enum Place {
        case column(Int)
        case constant(Value)
    }

    /// Opens the file of a scan that reads metadata.
    ///
    /// - Throws: `SourceError`; `UnsupportedPlan` for metadata that a file does not have.
    init(_ scan: LogicalPlan.Scan, path: String) throws {
        let table = scan.table
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        var physical: [Int] = []
        places = try scan.columns.map { index in
            guard case .metadata(let key, _) = table.columns[index].source else {
                physical.append(index)
                return .column(physical.count - 1)
            }
            switch key {
            case "file.path": return .constant(.string(path))
            case "file.name": return .constant(.string(String(path.split(separator: "/").last ?? "")))
            case "file.size": return .constant(.int64((attributes[.size] as? Int64) ?? 0))
            case "file.modification-time":
                let date = attributes[.modificationDate] as? Date
                let milliseconds = Int64((date?.timeIntervalSince1970 ?? 0) * 1000)
                return .constant(.timestamp(milliseconds: milliseconds, table.columns[index].type.logical))
            default:
                throw UnsupportedPlan("the metadata column '\(table.columns[index].name)' of the connector filesystem")
            }
        }
        types = scan.schema.types.map { PhysicalType($0.logical) }
        if physical.isEmpty {
            // Rows are counted by one of their columns.
            guard let first = table.columns.firstIndex(where: { $0.source == .physical }) else {
                throw SourceError("table '\(table.name)' has no column that is read")
            }
            physical.append(first)
        }
        file = try FileSource(
            path: path,
            reader: try TableFormat(table).reader(table, physical),
            types: physical.map { PhysicalType(table.columns[$0].type.logical) },
            recordsAreLines: table.options["format"] != "csv"
        )
    }

    var skipped: SkippedInput { file.skipped }
    var isDivided: Bool { file.isDivided }
    var bytesRead: Int64 { file.bytesRead }

    func divide(_ share: SourceShare) { file.divide(share) }

    func poll(_ receive: (Batch) throws -> Void) throws -> Bool {
        try file.poll { batch in
            let columns = zip(places, types).map { place, type -> Column in
                switch place {
                case .column(let index): return batch.columns[index]
                case .constant(let value):
                    let column = Column(type, capacity: max(1, batch.count))
                    for _ in 0..<batch.count { column.append(value) }
                    return column
                }
            }
            try receive(Batch(columns: columns, count: batch.count))
        }
    }
}
