import Primitives

/// What came of putting a catalogue into a server.
public struct CatalogueSeeding: Sendable, Hashable {
    /// Resources that were created.
    public var created = 0
    /// Resources that were there already, with whatever content.
    public var present = 0
}

extension TelecomCatalogue {
    /// Creates what the server does not have yet; what has the same id is left as it is.
    ///
    /// - Parameters:
    ///   - connection: the server.
    ///   - surroundings: where idempotency keys come from.
    /// - Throws: `WorkloadError` if the server refuses a resource; what the connection failed with.
    public func seed(into connection: ServerConnection, _ surroundings: Surroundings) async throws -> CatalogueSeeding {
        var result = CatalogueSeeding()
        for document in documents {
            let key = surroundings.identifier()
            let answer = try await Patience.seeding.retrying {
                try await connection.ask("POST", document.path, body: document.body, idempotencyKey: key)
            }
            switch answer.status {
            case 201: result.created += 1
            case 409: result.present += 1
            default:
                throw WorkloadError(
                    "the server answered \(answer.status) to \(document.path) \(document.id): "
                        + String(decoding: answer.body.prefix(300), as: UTF8.self)
                )
            }
        }
        return result
    }
}
