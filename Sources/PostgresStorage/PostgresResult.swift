import CPostgres

/// The rows and the tag that a statement came back with. Freed with its last owner; confined to its thread.
public final class PostgresResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    /// How many rows came back.
    public var count: Int { Int(PQntuples(pointer)) }

    /// How many columns they have.
    public var columns: Int { Int(PQnfields(pointer)) }

    /// The name of a column.
    public func name(_ column: Int) -> String { PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? "" }

    /// How many rows an INSERT, UPDATE, DELETE or COPY touched; 0 for other statements.
    public var rowsAffected: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// The bytes of a value in the format asked for; nil if it is null. Valid while the result is.
    public func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(row), Int32(column))
        if PQgetisnull(pointer, row, column) == 1 { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, row, column),
            count: Int(PQgetlength(pointer, row, column))
        )
    }

    /// A value as text, of a result in text format; nil if it is null.
    public func text(_ row: Int, _ column: Int) -> String? {
        bytes(row, column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A value as a whole number, of a result in text format; nil if it is null or no number.
    public func integer(_ row: Int, _ column: Int) -> Int64? { text(row, column).flatMap { Int64($0) } }

    /// Every row as texts, of a result in text format.
    public var texts: [[String?]] {
        (0..<count).map { row in (0..<columns).map { text(row, $0) } }
    }
}
