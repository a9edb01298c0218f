import Foundation
import Primitives

/// Where a running server is found: `server.json` in its data directory, so that commands talk to it instead of opening files
/// that it holds.
public struct ServerInfo: Sendable, Hashable {
    /// The address of its API.
    public let url: String
    /// Its process id.
    public let processID: Int32

    /// A server's whereabouts.
    public init(url: String, processID: Int32) {
        self.url = url
        self.processID = processID
    }

    private static func path(_ directory: String) -> String { directory + "/server.json" }

    /// Writes the file.
    public func write(in directory: String) throws {
        let text = JSON.object(JSONObject([("url", .string(url)), ("processId", .integer(Int64(processID)))])).text
        try Data(text.utf8).write(to: URL(fileURLWithPath: Self.path(directory)), options: .atomic)
    }

    /// Removes the file.
    public static func remove(in directory: String) throws {
        try FileManager.default.removeItem(atPath: path(directory))
    }

    /// The server that serves this directory; nil if none runs.
    public static func running(in directory: String) -> ServerInfo? {
        guard let data = FileManager.default.contents(atPath: path(directory)),
            let json = try? JSON(parsing: data),  // why: a torn file means no server that can be talked to
            let url = json["url"]?.string, let id = json["processId"]?.integer, kill(pid_t(id), 0) == 0
        else { return nil }
        return ServerInfo(url: url, processID: Int32(id))
    }
}
