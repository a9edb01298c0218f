import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Primitives

/// Talks to a server's API for the commands.
struct BSSClient: Sendable {
    /// The largest answer that is read at once, in bytes.
    static let answerBytesMax = 256 << 20

    let url: String
    let key: String?
    let http: HTTPClient

    /// Asks, and answers the body as JSON (null if there is none).
    ///
    /// - Throws: `ServerRefusal` for an answer of 400 and above, `ServerUnreachable` if nobody answers.
    @discardableResult
    func json(
        _ method: String,
        _ path: String,
        body: JSON? = nil,
        headers: [(String, String)] = []
    ) async throws -> JSON {
        let response = try await send(method, path, body: body.map { Array($0.utf8) }, headers: headers)
        let bytes = try await response.body.collect(upTo: Self.answerBytesMax)
        return bytes.readableBytes == 0 ? .null : try JSON(parsing: bytes.readableBytesView)
    }

    /// Asks for a page of a listing; answers it with the path of the next page and the number of all.
    func page(_ path: String) async throws -> (items: [JSON], next: String?, total: Int) {
        let response = try await send("GET", path, body: nil, headers: [])
        let body = try await response.body.collect(upTo: Self.answerBytesMax)
        let items = try JSON(parsing: body.readableBytesView).array ?? []
        let total = response.headers.first(name: "x-total-count").flatMap(Int.init) ?? items.count
        return (items, response.headers.first(name: "link").flatMap(Self.next), total)
    }

    /// The path of the next page in a Link header (RFC 8288).
    static func next(_ link: String) -> String? {
        for part in link.split(separator: ",") where part.contains("rel=\"next\"") {
            guard let start = part.firstIndex(of: "<"), let end = part.firstIndex(of: ">") else { continue }
            let target = String(part[part.index(after: start)..<end])
            guard let scheme = target.range(of: "://") else { return target }
            return target[scheme.upperBound...].firstIndex(of: "/").map { String(target[$0...]) }
        }
        return nil
    }

    /// Sends a body of its own content type; what comes back is read and dropped.
    func post(_ path: String, _ body: [UInt8], contentType: String) async throws {
        let response = try await send("POST", path, body: body, headers: [("content-type", contentType)])
        _ = try await response.body.collect(upTo: Self.answerBytesMax)
    }

    /// Asks, by POST if there is a body, and hands over each line of the answer as it comes, to its end.
    func lines(_ path: String, body: JSON? = nil, _ line: (JSON) throws -> Void) async throws {
        let response = try await send(
            body == nil ? "GET" : "POST",
            path,
            body: body.map { Array($0.utf8) },
            headers: [],
            deadline: .distantFuture
        )
        var rest: [UInt8] = []
        for try await chunk in response.body {
            rest.append(contentsOf: chunk.readableBytesView)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let text = Array(rest[..<end])
                rest.removeFirst(end + 1)
                guard !text.isEmpty else { continue }
                try line(JSON(parsing: text))
            }
        }
    }

    /// Asks, and answers as soon as the head of the response is there.
    func send(
        _ method: String,
        _ path: String,
        body: [UInt8]?,
        headers: [(String, String)],
        deadline: NIODeadline = .now() + .seconds(600)
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url + path)
        request.method = .RAW(value: method)
        if let key, !key.isEmpty { request.headers.add(name: "authorization", value: "Bearer \(key)") }
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(body)
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        let response: HTTPClientResponse
        do {
            response = try await http.execute(request, deadline: deadline)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ServerUnreachable(url: url, reason: "\(error)")
        }
        guard response.status.code < 400 else {
            let bytes = try await response.body.collect(upTo: 1 << 20)
            throw ServerRefusal(status: Int(response.status.code), body: String(buffer: bytes))
        }
        return response
    }

    /// A part of a path, with everything escaped that could be taken for syntax.
    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~")))
            ?? ""
    }
}

/// Nobody answers at the address.
struct ServerUnreachable: Error {
    let url: String
    let reason: String
}

/// The server refuses.
struct ServerRefusal: Error {
    let status: Int
    /// TM Forum's error body, or whatever came.
    let body: String

    /// The word for programs in the body; nil for whatever else came.
    // why: a body that is no JSON has none
    var code: String? { (try? JSON(parsing: body))?["code"]?.string }

    /// The reason and the message of the body.
    var reason: (reason: String, message: String?) {
        // why: a body that is no JSON is shown as it is
        guard let json = try? JSON(parsing: body), let reason = json["reason"]?.string else {
            return ("the server answered \(status) \(body.prefix(200))", nil)
        }
        return (reason, json["message"]?.string)
    }
}
