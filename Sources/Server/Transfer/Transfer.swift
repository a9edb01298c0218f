import Primitives
import Storage

/// Rows on their way from one store into another: table by table, shard by shard, in the order of their keys. What has arrived
/// tells how far it came, so a transfer that was killed at any point goes on from there.
public struct Transfer: Sendable {
    /// Rows read at once.
    static let pageMax = 1_000
    /// Rows sent at once in a lane.
    static let batchMax = 4_000

    /// A table that was moved.
    public struct Moved: Hashable, Sendable {
        /// Its name.
        public let table: String
        /// Rows that were sent now; those of an earlier attempt that was interrupted are not among them.
        public let sent: Int
        /// Rows that the target holds.
        public let rows: Int
        /// The checksum that both stores agree in.
        public let checksum: String
    }

    /// What it is doing, and the share of it that is done, 0 to 1.
    public typealias Progress = @Sendable (_ doing: String, _ fraction: Double) -> Void

    let source: any Storage
    let origin: String
    let target: any TransferTarget
    let tables: [Table]

    /// Moves every row and compares both stores.
    ///
    /// - Throws: `TransferError`, or what a store throws; calling it again then goes on.
    public func run(progress: @escaping Progress) async throws -> [Moved] {
        try await target.begin(from: origin, tables: tables)
        let tables = tables
        let sizes = try await source.read { transaction in
            try tables.map { try transaction.count($0, .all([])) }
        }
        // Every row is read once to be sent and, from both stores, to be compared.
        let whole = Double(max(1, sizes.reduce(0, +) * 2))
        var done = 0.0
        var sent: [Int] = []
        for (table, size) in zip(tables, sizes) {
            let before = done
            sent.append(
                try await move(table) { progress("sending \(table.name)", (before + Double($0)) / whole) }
            )
            try await moveSequence(of: table)
            done += Double(size)
        }
        var moved: [Moved] = []
        for (index, table) in tables.enumerated() {
            progress("comparing \(table.name)", done / whole)
            let one = try await Self.digest(of: table, in: source)
            let other = try await Self.digest(of: table, in: target.storage)
            guard one == other else {
                throw TransferError.differs(
                    table: table.name,
                    sent: "\(one.count) rows (\(one.checksum))",
                    arrived: "\(other.count) rows (\(other.checksum))"
                )
            }
            moved.append(Moved(table: table.name, sent: sent[index], rows: one.count, checksum: one.checksum))
            done += Double(sizes[index])
        }
        try await target.end(from: origin)
        progress("done", 1)
        return moved
    }

    /// Sends what of a table has not arrived; says how many rows that was. `progress` is told how many were read.
    private func move(_ table: Table, progress: (Int) -> Void) async throws -> Int {
        let lanes = target.lanes(of: table)
        let arrived = try await target.lastKeys(of: table).map { $0.map(RowKey.init) }
        var waiting = [[Row]](repeating: [], count: lanes.count)
        // Before the least of them everything has arrived.
        var after = arrived.contains { $0 == nil } ? nil : arrived.compactMap(\.self).min()?.values
        var sent = 0
        var read = 0
        while true {
            let page = try await Self.page(of: table, in: source, after: after)
            guard let last = page.last else { break }
            after = last.key
            for row in page {
                let lane = lanes.lane(of: row)
                if let known = arrived[lane], RowKey(row.key) <= known { continue }
                waiting[lane].append(row)
                sent += 1
                if waiting[lane].count == Self.batchMax {
                    try await target.append(waiting[lane], to: table)
                    waiting[lane].removeAll(keepingCapacity: true)
                }
            }
            read += page.count
            progress(read)
        }
        for rows in waiting where !rows.isEmpty { try await target.append(rows, to: table) }
        return sent
    }

    /// The log drops events whose outbox number it has seen: the numbers must go on where they stopped, also when the
    /// table is empty.
    private func moveSequence(of table: Table) async throws {
        guard table.columns.contains(where: { $0.type == .sequence }) else { return }
        struct Undone: Error { let next: Int64 }
        do {
            try await source.write { transaction throws in
                throw Undone(next: try transaction.insert(table.blankRow()))
            }
        } catch let undone as Undone {
            try await target.advanceSequence(of: table, past: undone.next - 1)
        }
    }

    private static func page(of table: Table, in storage: any Storage, after: [Value]?) async throws -> [Row] {
        try await storage.read { try $0.rows(table, Query(after: after, limit: pageMax)) }
    }

    static func digest(of table: Table, in storage: any Storage) async throws -> TableDigest {
        var digest = TableDigest()
        var after: [Value]?
        while true {
            let page = try await Self.page(of: table, in: storage, after: after)
            guard let last = page.last else { return digest }
            for row in page { digest.add(row) }
            after = last.key
        }
    }
}

extension Table {
    /// A row with the least value of every column's type; a sequence without a number gets the next one.
    func blankRow(sequence: Int64? = nil) -> Row {
        Row(
            self,
            columns.map { column in
                switch column.type {
                case .sequence: sequence.map(Value.integer) ?? .null
                case .integer: .integer(0)
                case .text: .text("")
                case .bytes: .bytes([])
                case .document: .text("{}")
                case .identifier: .identifier(.zero)
                }
            }
        )
    }
}
