import Foundation

/// Colours and weights of text on a terminal.
public struct Style: Sendable, Hashable {
    /// Whether escape sequences are written at all.
    public let isOn: Bool

    /// Styles that are written or not.
    public init(isOn: Bool) { self.isOn = isOn }

    /// Styles for a file descriptor: on for a terminal, unless NO_COLOR is set (https://no-color.org) or it is dumb.
    public static func of(
        descriptor: Int32,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Style {
        Style(
            isOn: isatty(descriptor) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        )
    }

    /// Bold text.
    public func bold(_ text: String) -> String { wrap(text, "1") }
    /// Faint text.
    public func faint(_ text: String) -> String { wrap(text, "2") }
    /// Red text.
    public func red(_ text: String) -> String { wrap(text, "31") }
    /// Green text.
    public func green(_ text: String) -> String { wrap(text, "32") }
    /// Cyan text.
    public func cyan(_ text: String) -> String { wrap(text, "36") }

    private func wrap(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

/// The terminal that the program runs in.
public enum Terminal {
    /// Columns of standard output; 100 where it is none.
    public static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }

    /// Writes to standard output at once. A closed pipe ends the program quietly, as `head` expects.
    public static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes to standard error at once.
    public static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                exit(errno == EPIPE ? 0 : 1)
            }
            bytes = bytes.dropFirst(written)
        }
    }
}
