import Crypto
import Domain
import EventLog
import Logging
import Primitives
import Storage
import Synchronization

/// What the operator may set of the operations.
public struct OperationSettings: Sendable {
    /// The region this process runs in, and the home of customers created here.
    public var region: String
    /// How long the built-in provisioning takes for a service, in milliseconds.
    public var provisioningMilliseconds: Int64
    /// How often the built-in provisioning fails, in percent.
    public var provisioningFailurePercent: Int
    /// Whether events may be posted into private and loopback networks.
    public var allowPrivateCallbacks: Bool
    /// How often fulfilment tries before an order falls out.
    public var provisioningAttemptsMax: Int
    /// How long it waits after the first failure; twice as long after each further one. In milliseconds.
    public var provisioningRetryMilliseconds: Int64

    /// The defaults unless said otherwise.
    public init(
        region: String = "local",
        provisioningMilliseconds: Int64 = 500,
        provisioningFailurePercent: Int = 0,
        provisioningAttemptsMax: Int = 3,
        provisioningRetryMilliseconds: Int64 = 1_000,
        allowPrivateCallbacks: Bool = false
    ) {
        self.region = region
        self.provisioningMilliseconds = provisioningMilliseconds
        self.provisioningFailurePercent = provisioningFailurePercent
        self.provisioningAttemptsMax = provisioningAttemptsMax
        self.provisioningRetryMilliseconds = provisioningRetryMilliseconds
        self.allowPrivateCallbacks = allowPrivateCallbacks
    }
}

/// The use cases: everything the API, the command line and fulfilment do to customers, catalogue, orders and inventory.
///
/// A call throws when the world is broken (disk, database) and answers a `Refusal` when the request is.
public final class Operations: Sendable {
    let storage: any Storage
    let surroundings: Surroundings
    let settings: OperationSettings
    let catalogue: CatalogueCache
    let keyRing = Mutex(KeyRing())
    let logger: Logger
    /// Told after every acknowledged write: there is something in the outbox.
    let outboxSignal = Signal()
    /// Told when fulfilment may have something to do.
    let fulfilmentSignal = Signal()
    /// Changes that callers asked for so far, as opposed to the program itself.
    let callerChanges = Atomic<Int>(0)

    /// Use cases over a store that was migrated to `Schema.migrations`.
    public init(storage: any Storage, surroundings: Surroundings, settings: OperationSettings, logger: Logger) {
        self.storage = storage
        self.surroundings = surroundings
        self.settings = settings
        self.logger = logger
        catalogue = CatalogueCache(now: surroundings.now)
    }

    /// Runs a change in one transaction. What `body` refuses is taken back as a whole. Changes of one scope (a customer,
    /// or zero for the operator's own) run one after another.
    func change<Success: Sendable>(
        _ context: RequestContext,
        scope: Identifier,
        _ body: @escaping @Sendable (Change) throws -> Success
    ) async throws -> Result<Success, Refusal> {
        if context.actor != .system { callerChanges.add(1, ordering: .relaxed) }
        do {
            let result = try await storage.write(scope: scope) { [settings, surroundings] transaction in
                try body(Change(transaction, context, settings: settings, surroundings: surroundings))
            }
            outboxSignal.notify()
            return .success(result)
        } catch let refusal as Refusal {
            return .failure(refusal)
        } catch StorageError.overloaded {
            return .failure(Refusal(.tooMany, "overloaded", "too many writes are waiting", message: "try again later"))
        }
    }

    /// Runs a change at most once per idempotency key: the claim, the change and the stored answer are one transaction.
    func changeOnce(
        _ context: RequestContext,
        scope: Identifier,
        request: String,
        _ body: @escaping @Sendable (Change) throws -> Resource
    ) async throws -> Result<Answer, Refusal> {
        guard let key = context.idempotencyKey else {
            return try await change(context, scope: scope) { Answer(resource: try body($0), isReplay: false) }
        }
        let hash = Array(SHA256.hash(data: Array(request.utf8)))
        let claim: [Value] = [.identifier(scope), .text("\(context.actor.name):\(key)")]
        return try await change(context, scope: scope) { change in
            if let stored = try change.transaction.row(Schema.idempotencyKeys, key: claim) {
                guard stored["request_hash"].bytes == hash else {
                    throw Refusal(
                        .keyReused,
                        "idempotencyKeyReused",
                        "this Idempotency-Key was used with another request",
                        message: "use a fresh key for a different request"
                    )
                }
                let resource = Resource(
                    kind: ResourceKind(rawValue: stored["kind"].text!)!,
                    id: stored["id"].text!,
                    version: stored["version"].integer!,
                    text: stored["body"].text!
                )
                return Answer(resource: resource, isReplay: true)
            }
            let resource = try body(change)
            try change.transaction.insert(
                Row(
                    Schema.idempotencyKeys,
                    claim + [
                        .bytes(hash), .text(resource.kind.rawValue), .text(resource.id), .integer(resource.version),
                        .text(resource.text), .integer(change.now.milliseconds),
                    ]
                )
            )
            return Answer(resource: resource, isReplay: false)
        }
    }

    /// Forgets idempotency keys older than `OperationLimits.idempotencyRetentionMilliseconds`; says how many.
    public func forgetOldKeys() async throws -> Int {
        let horizon = surroundings.now().milliseconds - OperationLimits.idempotencyRetentionMilliseconds
        return try await storage.write { transaction in
            try transaction.delete(
                Schema.idempotencyKeys,
                where: .range("created_at", from: nil, to: .integer(horizon))
            )
        }
    }
}
