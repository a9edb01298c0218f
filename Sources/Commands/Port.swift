import Foundation
import Server
import TerminalKit

/// Whether the port to listen on is free: found out before anything is opened.
enum Port {
    /// - Throws: `ErrorReport` if another process listens there, or if it may not be used.
    static func check(_ settings: ServerSettings) throws(ErrorReport) {
        let port = settings.number("http.port")
        let host = settings.text("http.host")
        guard port != 0 else { return }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0, let address = list else {
            throw ErrorReport(
                "cannot listen on \(host)",
                why: "the name cannot be resolved",
                hint: "choose another with --host"
            )
        }
        defer { freeaddrinfo(list) }
        let descriptor = socket(address.pointee.ai_family, address.pointee.ai_socktype, address.pointee.ai_protocol)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) != 0 else { return }
        switch errno {
        case EADDRINUSE:
            throw ErrorReport(
                "port \(port) is in use by another process",
                hint: "choose another with --port, or --port 0 for any free one"
            )
        case EACCES:
            throw ErrorReport(
                "port \(port) may not be used",
                why: "ports below 1024 are the system's",
                hint: "choose another with --port"
            )
        default:
            throw ErrorReport(
                "cannot listen on \(host):\(port)",
                why: String(cString: strerror(errno)),
                hint: "choose another with --host"
            )
        }
    }
}
