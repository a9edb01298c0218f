import Foundation

/// A stream test: a file of blocks, each a line that says what it does and the lines below it, with an empty line behind.
///
/// - `statement`: a declaration. `query`: the query under test, one a file.
/// - `rows TABLE` or `rows TABLE/PARTITION`: records of the table's topic, a line each.
/// - `records TABLE` or `records TABLE/PARTITION`: the same with keys: lines `KEY => VALUE`, of which either may be missing.
/// - `time SECONDS`: the processing time from the round at work on, since the beginning.
/// - `watermark`: ends the round, so that the watermarks rise. `idle TABLE/PARTITION`: from the next round on the partition
///   holds no watermark back, until rows come. `end`: ends the round and the inputs.
/// - `checkpoint`: copies all state. `restart [parallelism N]`: throws the job away; a new one begins from the last checkpoint,
///   and takes the rounds since again, which must give the same.
/// - `output [net] [ordered]`: the changes since the last output, as `+I a, 1`, in any order; `net` only what they leave;
///   `ordered` in this order where one worker writes them. `late N`: how many rows came too late so far.
/// - `fault`: ends the round, which fails with this text.
/// - `error` and `plan`: a statement, a line `----`, and its refusal as people read it, or its plan.
///
/// Lines that begin with `#` are comments.
struct SltScript {
    /// A block: what to do, and at which line of the file it stands.
    struct Step {
        let action: Action
        let line: Int
    }

    /// What a block does.
    enum Action {
        case statement(String)
        case query(String)
        case rows(table: String, partition: Int, lines: [Record])
        case time(seconds: Int64)
        case watermark
        case idle(table: String, partition: Int)
        case end
        case checkpoint
        case restart(parallelism: Int?)
        case output(isNet: Bool, isOrdered: Bool, changes: [String])
        case late(Int64)
        case fault(String)
        case error(sql: String, text: String)
        case plan(sql: String, text: String)
    }

    /// A record of a topic.
    struct Record {
        var key: String?
        let value: String?

        init(_ line: String, isKeyed: Bool) throws {
            guard isKeyed else {
                (key, value) = (nil, line)
                return
            }
            let parts = line.split(separator: "=>", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else { throw Fault(description: "'\(line)' is no record KEY => VALUE") }
            key = parts[0].isEmpty ? nil : parts[0]
            value = parts[1].isEmpty ? nil : parts[1]
        }
    }

    /// Why a file is no stream test.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    static let folder = Corpus.folder + "/slt"

    /// The names of all stream tests, without their ending.
    static func names() -> [String] {
        // why: empty without
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".slt") }.map { String($0.dropLast(4)) }.sorted()
    }

    let name: String
    private(set) var steps: [Step] = []

    /// Reads a file.
    init(named name: String, in folder: String = Self.folder) throws {
        let text = try String(contentsOfFile: "\(folder)/\(name).slt", encoding: .utf8)
        try self.init(text, name: name)
    }

    /// Reads a text.
    init(_ text: String, name: String) throws {
        self.name = name
        var block: [String] = []
        var start = 0
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [""]
        for (index, line) in lines.enumerated() where !line.hasPrefix("#") {
            if !line.isEmpty {
                if block.isEmpty { start = index + 1 }
                block.append(line)
            } else if !block.isEmpty {
                do {
                    steps.append(Step(action: try Self.action(block), line: start))
                } catch let fault as Fault {
                    throw Fault(description: "\(name).slt:\(start): \(fault)")
                }
                block = []
            }
        }
    }

    private static func action(_ block: [String]) throws -> Action {
        let words = block[0].split(separator: " ").map(String.init)
        let below = Array(block.dropFirst())
        func place() throws -> (table: String, partition: Int) {
            let parts = (words.last ?? "").split(separator: "/").map(String.init)
            guard words.count == 2, let partition = parts.count == 1 ? 0 : Int(parts[1]) else {
                throw Fault(description: "'\(words[0])' needs TABLE or TABLE/PARTITION")
            }
            return (parts[0], partition)
        }
        func golden() throws -> (sql: String, text: String) {
            guard let line = below.firstIndex(of: "----") else { throw Fault(description: "there is no line ----") }
            let (sql, text) = (below[..<line], below[(line + 1)...])
            return (sql.joined(separator: "\n"), text.joined(separator: "\n"))
        }
        switch (words[0], words.count) {
        case ("statement", 1): return .statement(below.joined(separator: "\n"))
        case ("query", 1): return .query(below.joined(separator: "\n"))
        case ("rows", _), ("records", _):
            let (table, partition) = try place()
            let isKeyed = words[0] == "records"
            return .rows(
                table: table,
                partition: partition,
                lines: try below.map { try Record($0, isKeyed: isKeyed) }
            )
        case ("time", 2):
            guard let seconds = Int64(words[1]) else { break }
            return .time(seconds: seconds)
        case ("watermark", 1): return .watermark
        case ("idle", _):
            let (table, partition) = try place()
            return .idle(table: table, partition: partition)
        case ("end", 1): return .end
        case ("checkpoint", 1): return .checkpoint
        case ("restart", 1): return .restart(parallelism: nil)
        case ("restart", 3):
            guard words[1] == "parallelism", let workers = Int(words[2]) else { break }
            return .restart(parallelism: workers)
        case ("output", _):
            guard words.dropFirst().allSatisfy(["net", "ordered"].contains) else { break }
            return .output(isNet: words.contains("net"), isOrdered: words.contains("ordered"), changes: below)
        case ("late", 2):
            guard let count = Int64(words[1]) else { break }
            return .late(count)
        case ("fault", 1): return .fault(below.joined(separator: "\n"))
        case ("error", 1):
            let (sql, text) = try golden()
            return .error(sql: sql, text: text)
        case ("plan", 1):
            let (sql, text) = try golden()
            return .plan(sql: sql, text: text)
        default: break
        }
        throw Fault(description: "'\(block[0])' is no block of a stream test")
    }
}
