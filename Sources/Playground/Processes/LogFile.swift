import Foundation

/// The file that a component's output goes to.
public enum LogFile {
    /// Bytes that are looked at for the last lines.
    static let endBytesMax = 1 << 20

    /// The last lines of a file; empty if there is none.
    public static func end(_ path: String, lines: Int = 12) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        // why: a log that cannot be read has nothing to say
        defer { try? file.close() }
        // why: as above
        guard let size = try? file.seekToEnd() else { return "" }
        // why: as above
        try? file.seek(toOffset: size > UInt64(endBytesMax) ? size - UInt64(endBytesMax) : 0)
        let text = String(decoding: file.readDataToEndOfFile(), as: UTF8.self)
        return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }
}
