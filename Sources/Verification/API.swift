import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Primitives

/// What came back from an HTTP request.
struct Answer: Sendable {
    /// The status code.
    let status: Int
    /// The headers, names in lower case.
    let headers: [String: String]
    /// The body.
    let body: [UInt8]
    /// From sending the request to having all of the answer.
    let milliseconds: Double

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
    /// The body as JSON; null where it is none.
    // why: an answer that is no JSON fails the expectation, with the text in the finding
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
    /// The lines of the body as JSON.
    // why: as above
    var lines: [JSON] { body.split(separator: UInt8(ascii: "\n")).compactMap { try? JSON(parsing: Array($0)) } }

    /// Status and the beginning of the body, for a finding.
    var summary: String { "\(status) \(text.prefix(160))" }
}

/// Talks HTTP to one address.
struct API: Sendable {
    /// Bytes of an answer that are read.
    static let answerBytesMax = 64 << 20
    /// Seconds that an answer may take.
    static let answerSecondsMax: Int64 = 20

    /// A server that is away is a finding, not something to be waited out.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(2)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(configuration: configuration)
    }()

    let url: String
    var key: String?
    var isReadOnly = false

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, headers: headers)
    }

    func post(_ path: String, _ body: JSON, headers: [String: String] = [:]) async throws -> Answer {
        try await send("POST", path, body: body.utf8, headers: headers)
    }

    func patch(_ path: String, _ body: JSON, headers: [String: String] = [:]) async throws -> Answer {
        try await send(
            "PATCH",
            path,
            body: body.utf8,
            headers: headers.merging(["content-type": "application/merge-patch+json"]) { $1 }
        )
    }

    /// Sends a request.
    ///
    /// - Throws: `NotApplicable` for a write where nothing may be written; `Unmet` if nobody answers.
    func send(
        _ method: String,
        _ path: String,
        body: [UInt8]? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        guard !isReadOnly || method == "GET" || method == "HEAD" || path.hasPrefix("/bss/v1/sql") else {
            throw NotApplicable("it would write, and --read-only was given")
        }
        var request = HTTPClientRequest(url: url + path)
        request.method = .RAW(value: method)
        if let key, !key.isEmpty { request.headers.add(name: "authorization", value: "Bearer \(key)") }
        if let body {
            request.body = .bytes(body)
            request.headers.add(name: "content-type", value: "application/json")
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        let began = ContinuousClock.now
        do {
            let response = try await Self.client.execute(request, timeout: .seconds(Self.answerSecondsMax))
            let bytes = try await response.body.collect(upTo: Self.answerBytesMax)
            var found: [String: String] = [:]
            for header in response.headers { found[header.name.lowercased()] = header.value }
            return Answer(
                status: Int(response.status.code),
                headers: found,
                body: Array(bytes.readableBytesView),
                milliseconds: (ContinuousClock.now - began) / .milliseconds(1)
            )
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Unmet("\(url) does not answer: \(error)")
        }
    }
}
