import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import Operations

/// Posts hub deliveries over HTTP. A host is resolved first, and the connection goes to the very address that was checked,
/// so that a name cannot point outside for the check and inside for the connection. Redirects are not followed.
public struct WebhookPoster: Sendable {
    let allowPrivate: Bool
    let timeoutMilliseconds: Int

    /// A poster that gives listeners so long to answer.
    public init(allowPrivate: Bool, timeoutMilliseconds: Int) {
        self.allowPrivate = allowPrivate
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    /// Posts a delivery; answers the listener's status.
    public func post(_ delivery: Delivery) async -> Result<Int, DeliveryFailure> {
        guard let host = URLComponents(string: delivery.url)?.host?.trimmingCharacters(in: ["[", "]"]) else {
            return .failure(DeliveryFailure("the address is malformed"))
        }
        guard let address = await Self.address(of: host) else {
            return .failure(DeliveryFailure("\(host) cannot be resolved"))
        }
        guard allowPrivate || CallbackAddress.isPrivate(address) == false else {
            return .failure(DeliveryFailure("\(host) points into a private network"))
        }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.dnsOverride = [host: address]
        configuration.timeout.connect = .milliseconds(Int64(timeoutMilliseconds))
        var request = HTTPClientRequest(url: delivery.url)
        request.method = .POST
        for (name, value) in delivery.headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(Array(delivery.body.utf8))
        do {
            return try await HTTPClient.withHTTPClient(configuration: configuration) { [request] client in
                let response = try await client.execute(request, timeout: .milliseconds(Int64(timeoutMilliseconds)))
                return .success(Int(response.status.code))
            }
        } catch {
            return .failure(DeliveryFailure(String("\(error)".prefix(200))))
        }
    }

    /// The first address of a host.
    private static func address(of host: String) async -> String? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: resolve(host)) }
        }
    }

    private static func resolve(_ host: String) -> String? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0, let first = list else { return nil }
        defer { freeaddrinfo(list) }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let length = socklen_t(text.count)
        guard getnameinfo(first.pointee.ai_addr, first.pointee.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
