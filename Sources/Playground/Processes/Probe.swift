import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Primitives

/// Asks components whether they are ready.
struct Probe: Sendable {
    /// Milliseconds that one question may take.
    static let milliseconds: Int64 = 2_000
    /// Bytes of an answer that are read: Envoy's metrics are the longest.
    static let answerBytesMax = 8 << 20

    let launcher: Launcher

    /// Whether it is ready now.
    func isReady(_ readiness: Component.Readiness, of component: Component, log: String) async throws -> Bool {
        switch readiness {
        case .all(let parts):
            for part in parts where try await !isReady(part, of: component, log: log) { return false }
            return true
        case .http(let port, let path):
            return await Self.get(port, path) != nil
        case .json(let port, let path, let member, let least):
            guard let body = await Self.get(port, path) else { return false }
            // why: what is no JSON is no answer
            return ((try? JSON(parsing: body))?[member]?.integer ?? 0) >= least
        case .tcp(let port):
            return LocalPort.accepts(port)
        case .command(let command):
            do {
                try await launcher.run(command, account: component.account, log: log, directory: "/")
                return true
            } catch is PlaygroundError {
                return false
            }
        }
    }

    /// The body of a GET that was answered with 200; nil for any other answer and for none.
    static func get(_ port: Int, _ path: String) async -> String? {
        do {
            let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
            let response = try await HTTPClient.shared.execute(request, timeout: .milliseconds(milliseconds))
            let body = try await response.body.collect(upTo: answerBytesMax)
            return response.status == .ok ? String(buffer: body) : nil
        } catch {
            return nil
        }
    }
}
