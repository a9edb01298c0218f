import GRDB
import GRDBSQLite
import Storage

/// The SQL functions that look into documents, registered on every connection:
/// `document_matches(document, predicate)` and `document_value(document, predicate)`.
enum DocumentFunctions {
    static let matchesName = "document_matches"
    static let valueName = "document_value"

    // SQLite compares the tag of a bound pointer by its text; it must live for ever.
    static var pointerType: UnsafePointer<CChar> {
        let tag: StaticString = "DocumentPredicate"
        return UnsafeRawPointer(tag.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    static func register(on database: Database) throws {
        guard let connection = database.sqliteConnection else { throw StorageError.closed }
        let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY
        let matches = sqlite3_create_function_v2(
            connection,
            matchesName,
            2,
            flags,
            nil,
            { context, _, arguments in
                DocumentFunctions.call(context, arguments) { predicate, document in
                    sqlite3_result_int(context, predicate.matches(document) ? 1 : 0)
                }
            },
            nil,
            nil,
            nil
        )
        let value = sqlite3_create_function_v2(
            connection,
            valueName,
            2,
            flags,
            nil,
            { context, _, arguments in
                DocumentFunctions.call(context, arguments) { predicate, document in
                    predicate.first(document) { DocumentFunctions.giveBack($0, context) }
                }
            },
            nil,
            nil,
            nil
        )
        guard matches == SQLITE_OK, value == SQLITE_OK else {
            throw StorageError.failed("document functions: \(String(cString: sqlite3_errmsg(connection)))")
        }
    }

    // A function that gives no result back gives NULL.
    private static func call(
        _ context: OpaquePointer?,
        _ arguments: UnsafeMutablePointer<OpaquePointer?>?,
        _ body: (DocumentPredicate, UnsafeRawBufferPointer) -> Void
    ) {
        guard let arguments, let pointer = sqlite3_value_pointer(arguments[1], pointerType) else { return }
        // The blob of a text is its UTF-8 without a copy; asked for as text it might be copied to end in a zero.
        guard let start = sqlite3_value_blob(arguments[0]) else { return }
        let document = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(arguments[0])))
        body(Unmanaged<DocumentPredicate>.fromOpaque(pointer).takeUnretainedValue(), document)
    }

    private static func giveBack(_ scalar: DocumentScalar, _ context: OpaquePointer?) {
        switch scalar.number {
        case .integer(let number): sqlite3_result_int64(context, number)
        case .real(let number): sqlite3_result_double(context, number)
        case nil:
            scalar.withText { text in
                guard let start = text.baseAddress, text.count > 0 else {
                    sqlite3_result_text(context, "", 0, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
                    return
                }
                start.withMemoryRebound(to: CChar.self, capacity: text.count) {
                    sqlite3_result_text(
                        context,
                        $0,
                        Int32(text.count),
                        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                    )
                }
            }
        }
    }
}
