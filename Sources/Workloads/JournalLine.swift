import Primitives

/// A line of a journal's file (NDJSON): what is about to be sent, or what was answered.
enum JournalLine: Sendable, Hashable {
    case sent(JournalEntry)
    case acknowledged(key: Identifier, id: String)
    case refused(key: Identifier, status: Int)

    /// Appends the line, its line feed included.
    func write(into bytes: inout [UInt8]) {
        switch self {
        case .sent(let entry):
            bytes.append(
                contentsOf: "{\"state\":\"sent\",\"key\":\"\(entry.key)\",\"kind\":\"\(entry.kind.rawValue)\"".utf8
            )
            bytes.append(contentsOf: ",\"reference\":".utf8)
            JSON.string(entry.reference).write(into: &bytes)
            bytes.append(contentsOf: ",\"items\":\(entry.itemCount)}\n".utf8)
        case .acknowledged(let key, let id):
            bytes.append(contentsOf: "{\"state\":\"acknowledged\",\"key\":\"\(key)\",\"id\":".utf8)
            JSON.string(id).write(into: &bytes)
            bytes.append(contentsOf: "}\n".utf8)
        case .refused(let key, let status):
            bytes.append(contentsOf: "{\"state\":\"refused\",\"key\":\"\(key)\",\"status\":\(status)}\n".utf8)
        }
    }

    /// Reads a line; nil if it is none.
    init?(_ bytes: some Collection<UInt8>) {
        // why: what is no JSON is no line, whatever is wrong with it
        guard let json = try? JSON(parsing: bytes), let key = json["key"]?.string.flatMap({ Identifier($0) }) else {
            return nil
        }
        switch json["state"]?.string {
        case "sent":
            guard let kind = json["kind"]?.string.flatMap(JournalEntry.Kind.init), let items = json["items"]?.integer,
                let reference = json["reference"]?.string
            else { return nil }
            self = .sent(JournalEntry(kind: kind, key: key, reference: reference, itemCount: Int(items)))
        case "acknowledged":
            guard let id = json["id"]?.string else { return nil }
            self = .acknowledged(key: key, id: id)
        case "refused":
            guard let status = json["status"]?.integer else { return nil }
            self = .refused(key: key, status: Int(status))
        default: return nil
        }
    }
}
