import Domain
import Primitives
import Storage
import Synchronization

/// An offering as orders need it: sellable or not, priced, and what it is realised by.
struct Offering: Sendable, Hashable {
    /// A price, pinned into order items as it is at the time of the order.
    struct Price: Sendable, Hashable {
        let reference: JSON
        let name: String?
        let priceType: String
        let period: String?
        let amount: Money?
    }

    let id: String
    let name: String
    let version: String?
    /// Why it cannot be ordered, nil if it can.
    let unsellable: String?
    let prices: [Price]
    /// The service specifications that realise it: references with id and name.
    let services: [JSON]
}

/// Offerings by id, parsed once. Forgotten whenever this process changes the catalogue; another process's change is seen
/// after `staleMilliseconds` at the latest.
final class CatalogueCache: Sendable {
    /// How long an entry serves without being read again.
    static let staleMilliseconds: Int64 = 1_000
    /// Entries kept; beyond them all are forgotten.
    static let entriesMax = 10_000
    /// How deep bundles may hold bundles.
    static let bundleDepthMax = 5

    private struct Entries {
        var offerings: [String: (offering: Offering, readAt: Timestamp)] = [:]
        var generation = 0
    }

    private let entries = Mutex(Entries())
    private let now: @Sendable () -> Timestamp

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// Forgets everything: the catalogue was changed.
    func invalidate() {
        entries.withLock {
            $0.offerings.removeAll(keepingCapacity: true)
            $0.generation += 1
        }
    }

    /// The offerings with these ids; those that do not exist are missing in the answer.
    func offerings(_ ids: Set<String>, _ storage: any Storage) async throws -> [String: Offering] {
        let time = now()
        let (known, generation) = entries.withLock { entries in
            var known: [String: Offering] = [:]
            for id in ids {
                guard let entry = entries.offerings[id], time - entry.readAt < Self.staleMilliseconds else { continue }
                known[id] = entry.offering
            }
            return (known, entries.generation)
        }
        let missing = ids.subtracting(known.keys)
        guard !missing.isEmpty else { return known }
        let read = try await storage.read { transaction in
            try missing.compactMap { try Self.read($0, transaction, now: time) }
        }
        entries.withLock { entries in
            guard entries.generation == generation else { return }
            if entries.offerings.count > Self.entriesMax { entries.offerings.removeAll(keepingCapacity: true) }
            for offering in read { entries.offerings[offering.id] = (offering, time) }
        }
        return known.merging(read.map { ($0.id, $0) }) { _, new in new }
    }

    private static func document(
        _ kind: ResourceKind,
        _ id: String,
        _ transaction: any ReadTransaction
    ) throws -> JSONObject? {
        guard let key = ResourceKey(kind, id: id) else { return nil }
        return try transaction.row(key.table, key: key.values).map { Resource(kind, row: $0).document }
    }

    /// Reads an offering with what it refers to.
    static func read(
        _ id: String,
        _ transaction: any ReadTransaction,
        now: Timestamp,
        depth: Int = 0
    ) throws -> Offering? {
        guard depth < bundleDepthMax, let offering = try document(.productOffering, id, transaction) else { return nil }
        var prices: [Offering.Price] = []
        for reference in offering["productOfferingPrice"]?.array ?? [] {
            guard let priceID = reference["id"]?.string,
                let price = try document(.productOfferingPrice, priceID, transaction)
            else { continue }
            prices.append(self.price(price))
        }
        var services: [JSON] = []
        if let specificationID = offering["productSpecification"]?["id"]?.string,
            let specification = try document(.productSpecification, specificationID, transaction)
        {
            for reference in specification["serviceSpecification"]?.array ?? [] {
                guard let serviceID = reference["id"]?.string,
                    let service = try document(.serviceSpecification, serviceID, transaction)
                else { continue }
                services.append(self.reference(service, "ServiceSpecification"))
            }
        }
        for child in offering["bundledProductOffering"]?.array ?? [] {
            guard let childID = child["id"]?.string,
                let bundled = try read(childID, transaction, now: now, depth: depth + 1)
            else { continue }
            services += bundled.services
            if prices.isEmpty { prices = bundled.prices }
        }
        return Offering(
            id: id,
            name: offering["name"]?.string ?? id,
            version: offering["version"]?.string,
            unsellable: unsellable(offering, now: now),
            prices: prices,
            services: services
        )
    }

    private static func price(_ document: JSONObject) -> Offering.Price {
        var amount: Money?
        if let price = document["price"], let value = price["value"]?.number, let unit = price["unit"]?.string {
            amount = Decimal64(value.text).flatMap { Money($0, currency: unit) }
        }
        return Offering.Price(
            reference: reference(document, "ProductOfferingPrice"),
            name: document["name"]?.string,
            priceType: document["priceType"]?.string ?? "recurring",
            period: document["recurringChargePeriodType"]?.string,
            amount: amount
        )
    }

    private static func reference(_ document: JSONObject, _ type: String) -> JSON {
        var reference = JSONObject()
        for attribute in ["id", "href", "name"] { reference[attribute] = document[attribute] }
        reference["@referredType"] = .string(type)
        return .object(reference)
    }

    private static func unsellable(_ offering: JSONObject, now: Timestamp) -> String? {
        let status = offering["lifecycleStatus"]?.string ?? ""
        if ["Retired", "Obsolete", "Rejected"].contains(status) { return "its lifecycleStatus is \(status)" }
        if offering["isSellable"]?.bool == false { return "it is not sellable by itself" }
        if let start = offering["validFor"]?["startDateTime"]?.string.flatMap({ Timestamp($0) }), start > now {
            return "it is valid from \(start) only"
        }
        if let end = offering["validFor"]?["endDateTime"]?.string.flatMap({ Timestamp($0) }), end < now {
            return "it was valid until \(end) only"
        }
        return nil
    }
}
