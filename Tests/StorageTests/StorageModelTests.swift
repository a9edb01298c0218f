import Primitives
import Storage
import Testing

/// Random transactions on a store and on a dictionary must come to the same rows and answers.
@Suite("Storage: model")
struct StorageModelTests {
    /// The dictionary: what a store is, without disks.
    private struct Model {
        var rows: [[Value]: Row] = [:]

        func isTaken(_ row: Row, except key: [Value]?) -> Bool {
            guard row["nickname"] != .null else { return false }
            return rows.contains { other in
                other.key != key && other.value["customer_id"] == row["customer_id"]
                    && other.value["nickname"] == row["nickname"]
            }
        }

        func sorted(_ meets: (Row) -> Bool) -> [Row] {
            rows.values.filter(meets).sorted { left, right in
                let (one, other) = (left["customer_id"].identifier!, right["customer_id"].identifier!)
                return (one, left["number"].integer!) < (other, right["number"].integer!)
            }
        }
    }

    private enum Step: Sendable {
        case insert(Row)
        case insertIfAbsent(Row)
        case upsert(Row)
        case update([Value], amount: Value, ifState: String)
        case delete([Value])
        case deleteBelow(Int64)
        case fail
    }

    private static func step(_ random: inout SeededRandom) -> Step {
        let customer = Int.random(in: 0..<3, using: &random)
        let number = Int.random(in: 0..<12, using: &random)
        let row = Samples.note(
            customer,
            number,
            state: ["a", "b"].randomElement(using: &random)!,
            amount: Bool.random(using: &random) ? nil : Int64.random(in: 0..<50, using: &random),
            nickname: Int.random(in: 0..<4, using: &random) == 0 ? "n\(number % 3)" : nil
        )
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<6: return .insert(row)
        case 6..<9: return .insertIfAbsent(row)
        case 9..<12: return .upsert(row)
        case 12..<15: return .update(row.key, amount: row["amount"], ifState: "a")
        case 15..<18: return .delete(row.key)
        case 18: return .deleteBelow(Int64.random(in: 0..<10, using: &random))
        default: return .fail
        }
    }

    /// What a step gives back, on either side.
    private enum Answer: Equatable {
        case done(Bool)
        case count(Int)
        case duplicate
    }

    private static func run(_ step: Step, _ transaction: any WriteTransaction) throws -> Answer {
        do {
            switch step {
            case .insert(let row):
                try transaction.insert(row)
                return .done(true)
            case .insertIfAbsent(let row): return .done(try transaction.insertIfAbsent(row))
            case .upsert(let row):
                try transaction.upsert(row)
                return .done(true)
            case .update(let key, let amount, let state):
                return .done(
                    try transaction.update(
                        Samples.notes,
                        key: key,
                        set: [("amount", amount)],
                        where: .equals("state", .text(state))
                    )
                )
            case .delete(let key): return .done(try transaction.delete(Samples.notes, key: key))
            case .deleteBelow(let amount):
                return .count(
                    try transaction.delete(Samples.notes, where: .range("amount", from: nil, to: .integer(amount)))
                )
            case .fail: throw BodyRefusal(reason: "drawn")
            }
        } catch StorageError.duplicate {
            return .duplicate
        }
    }

    private static func run(_ step: Step, _ model: inout Model) -> Answer {
        switch step {
        case .insert(let row):
            if model.rows[row.key] != nil || model.isTaken(row, except: nil) { return .duplicate }
            model.rows[row.key] = row
            return .done(true)
        case .insertIfAbsent(let row):
            if model.rows[row.key] != nil { return .done(false) }
            if model.isTaken(row, except: nil) { return .duplicate }
            model.rows[row.key] = row
            return .done(true)
        case .upsert(let row):
            if model.isTaken(row, except: row.key) { return .duplicate }
            model.rows[row.key] = row
            return .done(true)
        case .update(let key, let amount, let state):
            guard var row = model.rows[key], row["state"] == .text(state) else { return .done(false) }
            row["amount"] = amount
            model.rows[key] = row
            return .done(true)
        case .delete(let key): return .done(model.rows.removeValue(forKey: key) != nil)
        case .deleteBelow(let amount):
            let before = model.rows.count
            model.rows = model.rows.filter { $0.value["amount"].integer.map { $0 >= amount } ?? true }
            return .count(before - model.rows.count)
        case .fail: return .done(false)
        }
    }

    @Test("random transactions come to what a dictionary comes to", arguments: StorageBackend.all)
    func randomTransactions(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            var random = SeededRandom(seed: 20_261_121)
            var model = Model()
            for round in 0..<600 {
                let steps = (0..<Int.random(in: 1...8, using: &random)).map { _ in Self.step(&random) }
                var expected: [Answer] = []
                var next = model
                var fails = false
                for step in steps {
                    if case .fail = step {
                        fails = true
                        break
                    }
                    expected.append(Self.run(step, &next))
                }
                do {
                    let answers = try await store.write { transaction in
                        try steps.map { try Self.run($0, transaction) }
                    }
                    #expect(!fails && answers == expected, "round \(round): \(steps)")
                    model = next
                } catch is BodyRefusal {
                    #expect(fails, "round \(round)")
                }
                if round % 10 == 0 { try await compare(store, model, &random) }
            }
            #expect(model.rows.count > 5)
        }
    }

    private func compare(_ store: any Storage, _ model: Model, _ random: inout SeededRandom) async throws {
        let least = Int64.random(in: 0..<50, using: &random)
        let condition = Condition.any([
            .all([.equals("state", .text("a")), .range("amount", from: .integer(least), to: nil)]),
            .isNotNull("nickname"),
        ])
        let matching = model.sorted { row in
            row["state"] == .text("a") && row["amount"].integer.map { $0 >= least } ?? false
                || row["nickname"] != .null
        }
        let (all, found, count, sums) = try await store.read { transaction in
            (
                try transaction.rows(Samples.notes, Query(limit: 1_000)),
                try transaction.rows(Samples.notes, Query(condition, limit: 1_000)),
                try transaction.count(Samples.notes, condition),
                try transaction.aggregate(
                    Samples.notes,
                    [.count, .sum("amount")],
                    groupBy: ["state"],
                    where: .all([])
                )
            )
        }
        #expect(all == model.sorted { _ in true })
        #expect(found == matching)
        #expect(count == matching.count)
        let expected = ["a", "b"].compactMap { state -> [Value]? in
            let rows = model.rows.values.filter { $0["state"] == .text(state) }
            if rows.isEmpty { return nil }
            let sum = rows.reduce(0) { $0 + ($1["amount"].integer ?? 0) }
            return [.text(state), .integer(Int64(rows.count)), .integer(sum)]
        }
        #expect(sums == expected)
    }
}
