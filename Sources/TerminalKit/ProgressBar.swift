import Foundation
import Synchronization

/// How far something long has come, on standard error and only on a terminal.
public final class ProgressBar: Sendable {
    /// The least time between two drawings, in seconds.
    static let redrawSeconds = 0.1

    private let title: String
    private let isShown: Bool
    private let began = Date()
    private let lastDrawn = Mutex(Date.distantPast)

    /// A bar with a title; shown where standard error is a terminal, unless `quiet`.
    public init(_ title: String, quiet: Bool = false) {
        self.title = title
        isShown = !quiet && isatty(STDERR_FILENO) == 1
    }

    /// Shows the fraction done, 0 to 1, and a note.
    public func update(_ fraction: Double, note: String = "") {
        guard isShown else { return }
        let now = Date()
        let isDue = lastDrawn.withLock { last in
            guard now.timeIntervalSince(last) >= Self.redrawSeconds || fraction >= 1 else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let elapsed = now.timeIntervalSince(began)
        Terminal.writeError(
            "\r" + Self.line(title: title, fraction: fraction, elapsed: elapsed, note: note, width: Terminal.width)
                + "\u{1B}[K"
        )
    }

    /// Ends the bar's line.
    public func finish() {
        if isShown, lastDrawn.withLock({ $0 != .distantPast }) { Terminal.writeError("\n") }
    }

    /// The line for a fraction: title, bar, percentage, note, time left.
    static func line(title: String, fraction: Double, elapsed: Double, note: String, width: Int) -> String {
        let fraction = min(max(fraction, 0), 1)
        let left =
            fraction > 0.01 && fraction < 1
            ? " \(Readable.duration(seconds: elapsed / fraction * (1 - fraction))) left" : ""
        let tail = " \(Int(fraction * 100))%" + (note.isEmpty ? "" : "  \(note)") + left
        let room = max(10, min(40, width - TextTable.width(of: title) - TextTable.width(of: tail) - 3))
        let filled = Int((fraction * Double(room)).rounded())
        return "\(title) \(String(repeating: "█", count: filled))\(String(repeating: "░", count: room - filled))\(tail)"
    }
}

/// Numbers as people read them.
public enum Readable {
    /// Bytes with a binary unit: `1.5 MiB`.
    public static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if value < 1_024 { return unit == "B" ? "\(count) B" : "\(rounded(value)) \(unit)" }
            value /= 1_024
        }
        return "\(rounded(value)) TiB"
    }

    /// A count with thin groups of three: `1,234,567`.
    public static func count(_ number: Int64) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// A time span: `850 ms`, `12 s`, `3 min`, `2 h`, `4 d`.
    public static func duration(seconds: Double) -> String {
        switch seconds {
        case ..<1: "\(Int(seconds * 1_000)) ms"
        case ..<120: "\(Int(seconds)) s"
        case ..<7_200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3_600)) h"
        default: "\(Int(seconds / 86_400)) d"
        }
    }

    /// A bar of `width` cells for a share of 0 to 1.
    public static func bar(_ share: Double, width: Int = 20) -> String {
        let eighths = Int((min(max(share, 0), 1) * Double(width * 8)).rounded())
        let parts = Array("▏▎▍▌▋▊▉")
        let rest = eighths % 8
        return String(repeating: "█", count: eighths / 8) + (rest > 0 ? String(parts[rest - 1]) : "")
    }

    private static func rounded(_ value: Double) -> String { String(format: value < 10 ? "%.1f" : "%.0f", value) }
}
