import Domain
import Operations
import PostgresStorage
import Primitives
import ScratchPostgres
import Storage
import Testing

/// The reads that are asked for most name the customer, and so are answered by the worker that has the rows.
@Suite("reads at the workers", .enabled(if: ScratchCitus.isInstalled, "\(ScratchCitus.missing)"))
struct ReadScopeTests {
    @Test func hotReadsNameTheirCustomer() async throws {
        try await StoreKind.$current.withValue(.citus) {
            let bss = try await Operator()
            let customer = try await bss.prepared()
            let order = try await bss.order(customer)
            try await bss.fulfil()
            let product = try #require(try await bss.list(.product).first)
            let store = try #require(bss.storage as? PostgresStorage)
            while store.readsAtWorkers == 0 { _ = try await bss.read(customer) }

            func readsAtWorkers(_ body: () async throws -> Void) async throws -> Int {
                let before = store.readsAtWorkers
                try await body()
                return store.readsAtWorkers - before
            }
            let operations = bss.operations
            let productID = product["id"]?.string ?? ""
            #expect(try await readsAtWorkers { _ = try await bss.read(customer) } == 1)
            #expect(try await readsAtWorkers { _ = try await bss.read(order) } == 1)
            #expect(try await readsAtWorkers { _ = try await operations.read(.product, id: productID).get() } == 1)
            #expect(try await readsAtWorkers { _ = try await operations.history(ofOrder: order.id).get() } == 1)
            #expect(
                try await readsAtWorkers {
                    _ = try await operations.audit(customer: customer.id, after: 0, limit: 10).get()
                } == 1
            )
            let owned = ResourceQuery(filters: [Filter(path: ["relatedParty", "id"], values: [customer.id])])
            #expect(try await readsAtWorkers { _ = try await bss.list(.productOrder, owned) } == 1)
            #expect(try await bss.list(.productOrder, owned).count == 1)
            let named = ResourceQuery(filters: [Filter(path: ["id"], values: [order.id])])
            #expect(try await readsAtWorkers { _ = try await bss.list(.productOrder, named) } == 1)
            #expect(try await bss.list(.productOrder, named).count == 1)

            #expect(try await readsAtWorkers { _ = try await bss.list(.productOrder) } == 0)
            #expect(try await readsAtWorkers { _ = try await bss.list(.productOffering) } == 0)
        }
    }
}
