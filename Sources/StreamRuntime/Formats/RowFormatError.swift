/// A record that is not what the table's format promises.
package struct RowFormatError: Error, Equatable, CustomStringConvertible {
    /// The longest piece of the input that is shown.
    package static let excerptLimit = 80

    /// The number of the record (for files: of the line) since the reader began, from 1.
    package var record: Int
    /// The column, if the record could be read as far as that.
    package var column: String?
    /// What was wrong.
    package var problem: String
    /// The input there, cut to `excerptLimit` bytes.
    package var found: String

    /// The record, the column, what was wrong and the input there, in one line.
    package var description: String {
        let place = column.map { "record \(record), column '\($0)'" } ?? "record \(record)"
        return "\(place): \(problem), found '\(found)'"
    }

    /// A piece of the input as text: cut, and without what would break the line.
    static func excerpt(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var text = ""
        for scalar in String(decoding: bytes.prefix(excerptLimit), as: UTF8.self).unicodeScalars {
            text.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
        }
        return bytes.count > excerptLimit ? text + "..." : text
    }
}
