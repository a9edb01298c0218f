import Primitives
import Storage
import Testing

/// What every backend does with conditions, orders, pages and aggregates.
@Suite("Storage: queries")
struct StorageQueryConformanceTests {
    private func numbers(_ store: any Storage, _ query: Query) async throws -> [Int64] {
        try await store.read { try $0.rows(Samples.notes, query).compactMap { $0["number"].integer } }
    }

    private func numbers(_ store: any Storage, _ condition: Condition) async throws -> [Int64] {
        try await numbers(store, Query(condition, limit: 100))
    }

    @Test("plain conditions", arguments: StorageBackend.all)
    func conditions(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            try await store.write { transaction throws in
                for number in 1...6 {
                    try transaction.insert(
                        Samples.note(
                            1,
                            number,
                            state: number % 2 == 0 ? "even" : "odd",
                            amount: number == 6 ? nil : Int64(number * 10),
                            nickname: number > 4 ? "n\(number)" : nil,
                            payload: [UInt8(number)]
                        )
                    )
                }
            }
            #expect(try await numbers(store, .equals("state", .text("odd"))) == [1, 3, 5])
            #expect(try await numbers(store, .equals("payload", .bytes([2]))) == [2])
            #expect(try await numbers(store, .equals("amount", .null)) == [])
            #expect(try await numbers(store, .oneOf("number", [.integer(2), .integer(3), .integer(9)])) == [2, 3])
            #expect(try await numbers(store, .oneOf("number", [])) == [])
            #expect(try await numbers(store, .range("amount", from: .integer(20), to: .integer(40))) == [2, 3])
            #expect(
                try await numbers(
                    store,
                    .range("amount", from: .integer(20), including: false, to: .integer(40), upToIncluding: true)
                ) == [3, 4]
            )
            #expect(try await numbers(store, .range("amount", from: .integer(40), to: nil)) == [4, 5])
            #expect(try await numbers(store, .range("amount", from: nil, to: .integer(20))) == [1])
            #expect(try await numbers(store, .range("amount", from: nil, to: nil)) == [1, 2, 3, 4, 5])
            #expect(try await numbers(store, .isNull("amount")) == [6])
            #expect(try await numbers(store, .isNotNull("nickname")) == [5, 6])
            #expect(try await numbers(store, .any([])) == [])
            #expect(
                try await numbers(
                    store,
                    .all([.equals("state", .text("even")), .any([.isNull("amount"), .isNull("nickname")])])
                )
                    == [2, 4, 6]
            )
            let hostile = "x\"; DROP TABLE notes; --'"
            #expect(try await numbers(store, .equals("state", .text(hostile))) == [])
        }
    }

    @Test("lists of every length find what they name", arguments: StorageBackend.all)
    func lists(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            let count = StorageLimits.valuesPerConditionMax
            try await store.write { transaction throws in
                for number in 0..<count { try transaction.insert(Samples.note(1, number)) }
            }
            for length in [1, 2, 3, 5, 8, 9, 127, 256, 257, count] {
                let values = (0..<length).map { Value.integer(Int64($0)) }
                let found = try await store.read { try $0.count(Samples.notes, .oneOf("number", values)) }
                #expect(found == length)
            }
        }
    }

    @Test("orders, with nulls first, and pages by offset", arguments: StorageBackend.all)
    func orders(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            try await store.write { transaction throws in
                for (number, amount) in [30, nil, 10, 20, nil, 10].enumerated() {
                    try transaction.insert(
                        Samples.note(1, number, state: number < 3 ? "a" : "b", amount: amount.map(Int64.init))
                    )
                }
            }
            let up = Query(order: [Ordering("amount")], limit: 100)
            let down = Query(order: [Ordering("amount", ascending: false)], limit: 100)
            #expect(try await numbers(store, up) == [1, 4, 2, 5, 3, 0])
            #expect(try await numbers(store, down) == [0, 3, 5, 2, 4, 1])
            let mixed = Query(order: [Ordering("state", ascending: false), Ordering("amount")], limit: 100)
            #expect(try await numbers(store, mixed) == [4, 5, 3, 1, 2, 0])
            var page = up
            page.offset = 2
            page.limit = 3
            #expect(try await numbers(store, page) == [2, 5, 3])
            page.limit = 0
            #expect(try await numbers(store, page) == [])
        }
    }

    @Test("keyset pages add up to the whole list in both directions", arguments: StorageBackend.all)
    func keysets(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            var random = SeededRandom(seed: 3)
            var rows: [Row] = []
            for customer in 1...4 {
                for number in 0..<20 {
                    let amount = Int64.random(in: 0..<4, using: &random)
                    let state = ["a", "b"].randomElement(using: &random)!
                    rows.append(Samples.note(customer, number, state: state, amount: amount == 0 ? nil : amount))
                }
            }
            let inserted = rows
            try await store.write { transaction throws in for row in inserted { try transaction.insert(row) } }
            let orders: [[String]] = [
                [], ["state"], ["amount"], ["state", "amount"], ["number"], ["amount", "state"],
            ]
            let conditions: [Condition] = [
                .all([]), .equals("customer_id", .identifier(Samples.customer(2))),
                .all([.equals("state", .text("a")), .range("number", from: .integer(3), to: nil)]),
            ]
            for columns in orders {
                for ascending in columns.isEmpty ? [true] : [true, false] {
                    for condition in conditions {
                        let order = columns.map { Ordering($0, ascending: ascending) }
                        let whole = try await store.read {
                            try $0.rows(Samples.notes, Query(condition, order: order, limit: 1_000))
                        }
                        var paged: [Row] = []
                        var query = Query(condition, order: order, limit: 7)
                        while true {
                            let current = query
                            let page = try await store.read { try $0.rows(Samples.notes, current) }
                            paged += page
                            guard let last = page.last else { break }
                            query.after = columns.map { last[$0] } + last.key
                        }
                        #expect(paged == whole, "\(columns) \(ascending) \(condition)")
                    }
                }
            }
        }
    }

    @Test("aggregates by group, and over nothing", arguments: StorageBackend.all)
    func aggregates(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            try await store.write { transaction throws in
                for number in 1...10 {
                    try transaction.insert(
                        Samples.note(
                            1,
                            number,
                            state: number <= 4 ? "a" : "b",
                            amount: number == 1 ? nil : Int64(number),
                            document: number == 2 ? #"{"x":"é"}"# : "{}"
                        )
                    )
                }
            }
            try await store.read { transaction throws in
                let all: [Aggregate] = [
                    .count, .sum("amount"), .minimum("amount"), .maximum("number"), .bytes("document"),
                    .minimum("customer_id"),
                ]
                let customer = Value.identifier(Samples.customer(1))
                #expect(
                    try transaction.aggregate(Samples.notes, all, groupBy: ["state"], where: .all([])) == [
                        [.text("a"), .integer(4), .integer(9), .integer(2), .integer(4), .integer(16), customer],
                        [.text("b"), .integer(6), .integer(45), .integer(5), .integer(10), .integer(12), customer],
                    ]
                )
                let nothing = Condition.equals("state", .text("none"))
                #expect(
                    try transaction.aggregate(Samples.notes, all, groupBy: [], where: nothing) == [
                        [.integer(0), .integer(0), .null, .null, .integer(0), .null]
                    ]
                )
                #expect(try transaction.aggregate(Samples.notes, all, groupBy: ["state"], where: nothing) == [])
            }
        }
    }

    static let document = #"""
        {"name":"Zoë \"Z\" O'Hara","n":12.50,"big":9007199254740993,"neg":-3,"ok":true,"none":null,"empty":"",
        "esc\u0061ped":"tab\there \ud83d\ude00","nested":{"deep":{"value":"x"}},"tags":["red","Green",7,[8]],
        "relatedParty":[{"id":"c1","role":"Customer"},{"id":"c2","tags":["t"]},{"role":null}],"s":"12.5"}
        """#

    @Test(
        "conditions on documents",
        arguments: [
            ("name", DocumentComparison.equals, [#"Zoë "Z" O'Hara"#], true),
            ("name", .contains, [#"zoë "z" o'h"#], true), ("name", .contains, ["ZOË"], false),
            ("name", .contains, [""], true), ("missing", .contains, [""], false),
            ("n", .equals, ["12.5"], true), ("n", .equals, ["1.25e1"], true), ("n", .equals, ["x", "12.50"], true),
            ("n", .less, ["100"], true), ("n", .greater, ["9"], true), ("n", .atLeast, ["12.5"], true),
            ("n", .atMost, ["12.4"], false), ("s", .equals, ["12.50"], false), ("s", .less, ["2"], true),
            ("big", .equals, ["9007199254740993"], true), ("big", .equals, ["9007199254740992"], false),
            ("neg", .less, ["0"], true), ("neg", .greater, ["-10"], true),
            ("ok", .equals, ["true"], true), ("ok", .equals, ["1"], false), ("none", .equals, ["null"], false),
            ("none", .equals, [""], false), ("empty", .equals, [""], true), ("missing", .equals, [""], false),
            ("escaped", .equals, ["tab\there 😀"], true), ("nested.deep.value", .equals, ["x"], true),
            ("nested.deep", .equals, ["x"], false), ("nested", .contains, ["x"], false),
            ("tags", .equals, ["red"], true), ("tags", .contains, ["GREE"], true), ("tags", .equals, ["8"], true),
            ("tags", .equals, ["blue"], false), ("relatedParty.id", .equals, ["c2"], true),
            ("relatedParty.id", .equals, ["c3"], false), ("relatedParty.tags", .equals, ["t"], true),
            ("relatedParty.role", .equals, ["Customer"], true), ("n", .equals, [], false),
        ] as [(String, DocumentComparison, [String], Bool)]
    )
    func documents(_ path: String, _ comparison: DocumentComparison, _ literals: [String], _ isMet: Bool) async throws {
        for backend in StorageBackend.all {
            try await backend.run { store in
                try await store.write { try $0.insert(Samples.note(1, 1, document: Self.document)) }
                let condition = Condition.document(
                    "document",
                    path: path.split(separator: ".").map(String.init),
                    comparison,
                    literals
                )
                let found = try await store.read { try $0.count(Samples.notes, condition) }
                #expect(found == (isMet ? 1 : 0))
            }
        }
    }

    @Test("orders by a path in the document", arguments: StorageBackend.all)
    func documentOrders(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            let documents = [
                #"{"v":{"k":10}}"#, #"{"v":{"k":9.5}}"#, "{}", #"{"v":{"k":null}}"#, #"{"v":[{"k":2},{"k":99}]}"#,
                #"{"v":{"k":"b"}}"#, #"{"v":{"k":"a\u0062"}}"#, #"{"v":{"k":-1e2}}"#,
            ]
            try await store.write { transaction throws in
                for (number, document) in documents.enumerated() {
                    try transaction.insert(Samples.note(1, number, document: document))
                }
            }
            let up = Query(order: [Ordering("document", path: ["v", "k"])], limit: 100)
            #expect(try await numbers(store, up) == [2, 3, 7, 4, 1, 0, 6, 5])
            let down = Query(order: [Ordering("document", path: ["v", "k"], ascending: false)], limit: 100)
            #expect(try await numbers(store, down) == [5, 6, 0, 1, 4, 7, 3, 2])
            let both = Query(
                .document("document", path: ["v", "k"], .less, ["a"]),
                order: [Ordering("state"), Ordering("document", path: ["v", "k"])],
                limit: 2
            )
            #expect(try await numbers(store, both) == [7, 4])
        }
    }
}
