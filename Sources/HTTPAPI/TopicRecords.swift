import Domain
import Primitives

/// Records as lines of JSON, in both directions.
///
/// A value that is a JSON object, array, number or boolean stands as it is, and null says that a record has no value (a
/// tombstone). Any other text is a JSON string, and bytes that are not UTF-8 stand in `valueBase64` instead of `value`; keys
/// likewise.
enum TopicRecords {
    /// A record as one line, its newline included.
    static func line(_ record: TopicAccess.StoredRecord) -> [UInt8] {
        var members: [(String, JSON)] = [
            ("topic", .string(record.topic)), ("partition", .integer(Int64(record.partition))),
            ("offset", .integer(record.offset)), ("timestamp", .string(record.timestamp.description)),
        ]
        if let key = record.key {
            members.append(text(key).map { ("key", .string($0)) } ?? ("keyBase64", .string(base64(key))))
        } else {
            members.append(("key", .null))
        }
        let headers = record.headers.map { ($0.name, JSON.string(String(decoding: $0.value, as: UTF8.self))) }
        members.append(("headers", .object(JSONObject(headers))))
        members.append(record.isTombstone ? ("value", .null) : value(record.value))
        return JSON.object(JSONObject(members)).utf8 + [UInt8(ascii: "\n")]
    }

    private static func value(_ bytes: [UInt8]) -> (String, JSON) {
        // why: what is not JSON is shown as text
        if bytes.first != UInt8(ascii: "\""), let json = try? JSON(parsing: bytes), json != .null {
            return ("value", json)
        }
        return text(bytes).map { ("value", .string($0)) } ?? ("valueBase64", .string(base64(bytes)))
    }

    private static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }

    /// Reads the lines of a request: each is a record's value, and its key the text of the attribute `keyField`.
    static func records(
        values bytes: some Collection<UInt8>,
        keyField: String?
    ) throws(Refusal) -> [TopicAccess.NewRecord] {
        var records: [TopicAccess.NewRecord] = []
        for (number, line) in try lines(bytes) {
            var key: [UInt8]?
            if let keyField {
                guard let object = try json(line, number).object else {
                    throw Refusal(.malformed, "wrongType", "line \(number) is not an object, so it has no \(keyField)")
                }
                key = object[keyField].flatMap { $0 == .null ? nil : Array(($0.string ?? $0.text).utf8) }
            }
            records.append(TopicAccess.NewRecord(key: key, value: line, headers: []))
        }
        return records
    }

    /// Reads the lines of a request: each is `{"key": ..., "value": ..., "headers": {...}}`.
    static func records(envelopes bytes: some Collection<UInt8>) throws(Refusal) -> [TopicAccess.NewRecord] {
        var records: [TopicAccess.NewRecord] = []
        for (number, line) in try lines(bytes) {
            guard let object = try json(line, number).object, let value = object["value"] else {
                throw Refusal(.malformed, "invalidRecord", "line \(number) is not an object with a value")
            }
            let key: [UInt8]?
            switch object["key"] {
            case nil, .null: key = nil
            case .string(let text): key = Array(text.utf8)
            case let other?:
                throw Refusal(.malformed, "wrongType", "line \(number): key must be a string, not \(other.kind)")
            }
            var headers: [TopicAccess.Header] = []
            for member in object["headers"]?.object?.members ?? [] {
                headers.append(
                    TopicAccess.Header(name: member.key, value: Array((member.value.string ?? member.value.text).utf8))
                )
            }
            let content = value.string.map { Array($0.utf8) } ?? value.utf8
            var record = TopicAccess.NewRecord(key: key, value: content, headers: headers)
            if value == .null {
                guard key != nil else {
                    throw Refusal(
                        .malformed,
                        "invalidRecord",
                        "line \(number): null deletes a key's row, so it needs a key"
                    )
                }
                (record.value, record.isTombstone) = ([], true)
            }
            records.append(record)
        }
        return records
    }

    private static func json(_ line: [UInt8], _ number: Int) throws(Refusal) -> JSON {
        do throws(JSONError) {
            return try JSON(parsing: line)
        } catch {
            throw Refusal(.malformed, "invalidJSON", "line \(number): \(error)")
        }
    }

    /// The lines that are not blank, with their numbers from 1.
    private static func lines(_ bytes: some Collection<UInt8>) throws(Refusal) -> [(Int, [UInt8])] {
        var lines: [(Int, [UInt8])] = []
        var number = 0
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            var line = Array(part)
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else { continue }
            guard lines.count < HTTPLimits.recordsMax else {
                throw Refusal(.tooLarge, "tooManyRecords", "at most \(HTTPLimits.recordsMax) records in one request")
            }
            lines.append((number, line))
        }
        return lines
    }

    /// RFC 4648 §4.
    static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var word: UInt32 = 0
            for index in 0..<3 { word = word << 8 | UInt32(start + index < bytes.count ? bytes[start + index] : 0) }
            for index in 0..<4 {
                let digit = digits[Int(word >> UInt32(18 - 6 * index) & 63)]
                result.append(index <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
