import Domain
import Hummingbird
import Operations
import Primitives

extension APIResponder {
    func collection(_ kind: ResourceKind, _ call: Call) async throws -> Response {
        if call.method == .get { return try await list(kind, call) }
        let body = JSON.object(try await call.object())
        let answer = try await operations.create(kind, body, try call.context()).get()
        var headers = Self.headers(of: answer)
        headers[.location] = answer.resource.path
        return .json(.created, bytes: ByteBuffer(string: answer.resource.text), headers: headers)
    }

    func resource(_ kind: ResourceKind, _ call: Call) async throws -> Response {
        switch call.method {
        case .get:
            let resource = try await operations.read(kind, id: call.parameter).get()
            let headers: HTTPFields = [.eTag: EntityTag.text(resource.version)]
            if try EntityTag.matches(ifNoneMatch: call.request.headers[.ifNoneMatch], version: resource.version) {
                return .empty(.notModified, headers: headers)
            }
            let fields = call.queryText.isEmpty ? nil : try FieldSelection(try call.parameters())
            let text = fields.map { JSON.object($0.applied(to: resource.document)).text } ?? resource.text
            return .json(.ok, bytes: ByteBuffer(string: text), headers: headers)
        case .patch:
            let patch = JSON.object(try await call.object())
            let answer = try await operations.patch(kind, id: call.parameter, patch, try call.context()).get()
            return .json(.ok, bytes: ByteBuffer(string: answer.resource.text), headers: Self.headers(of: answer))
        default:
            try await operations.delete(kind, id: call.parameter, try call.context()).get()
            return .empty(.noContent)
        }
    }

    static func headers(of answer: Answer) -> HTTPFields {
        var headers: HTTPFields = [.eTag: EntityTag.text(answer.resource.version)]
        if answer.isReplay { headers[.idempotencyReplayed] = "true" }
        return headers
    }

    private func list(_ kind: ResourceKind, _ call: Call) async throws -> Response {
        let parameters = try call.parameters()
        let listing = try ListingRequest(parameters, pageMax: min(settings.pageMax, OperationLimits.pageMax))
        let page = try await operations.list(kind, listing.query).get()
        var body = ByteBuffer()
        body.reserveCapacity(page.items.reduce(2) { $0 + $1.text.utf8.count + 1 })
        body.writeString("[")
        for (index, resource) in page.items.enumerated() {
            if index > 0 { body.writeString(",") }
            if let fields = listing.fields {
                body.writeBytes(JSON.object(fields.applied(to: resource.document)).utf8)
            } else {
                body.writeString(resource.text)
            }
        }
        body.writeString("]")
        let links = PageLinks(path: kind.schema.path, parameters: parameters, query: listing.query)
        return .json(
            .ok,
            bytes: body,
            headers: [
                .totalCount: String(page.total), .resultCount: String(page.items.count),
                .link: links.header(count: page.items.count, total: page.total, next: page.next),
            ]
        )
    }
}
