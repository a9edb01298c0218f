import Foundation

/// The offsets of a time zone. Foundation knows them; as asking it is slow, the answer is kept until the next change.
final class TimeZoneRules {
    private let zone: TimeZone
    /// The offset in ms if it never changes.
    private let fixed: Int64?
    /// The span for which `offset` is known, in ms since the epoch.
    private var known: Range<Int64> = 0..<0
    private var offset: Int64 = 0

    /// The rules of a zone by its name (`Europe/Berlin`, `UTC`, `GMT+08:00`, `+08:00`); nil if there is no such zone.
    init?(named name: String) {
        guard let zone = Self.zone(name) else { return nil }
        self.zone = zone
        fixed = Self.isFixed(zone) ? Int64(zone.secondsFromGMT()) * 1000 : nil
    }

    /// As `init(named:)`; UTC if there is no such zone. Java: TimeZone.getTimeZone.
    init(_ name: String) {
        zone = Self.zone(name) ?? .gmt
        fixed = Self.isFixed(zone) ? Int64(zone.secondsFromGMT()) * 1000 : nil
    }

    private static func isFixed(_ zone: TimeZone) -> Bool {
        zone == .gmt || ["UTC", "GMT", "Etc/UTC", "Z"].contains(zone.identifier) || zone.identifier.hasPrefix("GMT+")
            || zone.identifier.hasPrefix("GMT-")
    }

    private static func zone(_ name: String) -> TimeZone? {
        if name == "UTC" || name == "GMT" || name == "Z" || name == "UT" { return .gmt }
        if let seconds = seconds(name) { return TimeZone(secondsFromGMT: seconds) }
        return TimeZone(identifier: name) ?? TimeZone(abbreviation: name)
    }

    /// The offset that `[GMT|UTC]+hh[:mm]` says.
    private static func seconds(_ name: String) -> Int? {
        var text = Substring(name)
        if text.hasPrefix("GMT") || text.hasPrefix("UTC") { text = text.dropFirst(3) }
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        var digits = text.dropFirst().filter { $0 != ":" }
        if digits.count == 1 || digits.count == 3 { digits = "0" + digits }
        if digits.count == 2 { digits += "00" }
        guard digits.count == 4, let value = Int(digits) else { return nil }
        let seconds = (value / 100 * 60 + value % 100) * 60
        return sign == "-" ? -seconds : seconds
    }

    /// What local time is ahead of UTC at an instant, in ms.
    func offset(at instant: Int64) -> Int64 {
        if let fixed { return fixed }
        if known.contains(instant) { return offset }
        let date = Date(timeIntervalSince1970: Double(instant) / 1000)
        offset = Int64(zone.secondsFromGMT(for: date)) * 1000
        let next = zone.nextDaylightSavingTimeTransition(after: date).map { Int64($0.timeIntervalSince1970 * 1000) }
        known = instant..<max(instant + 1, next ?? .max)
        return offset
    }

    /// The local time at an instant.
    func local(of instant: Int64) -> Int64 { instant + offset(at: instant) }

    /// The instant of a local time. Java: of two the earlier one; in a gap the time is moved by the gap's length.
    func instant(ofLocal local: Int64) -> Int64 {
        if let fixed { return local - fixed }
        let before = offset(at: local - CivilDate.millisecondsPerDay)
        let after = offset(at: local + CivilDate.millisecondsPerDay)
        if before == after || offset(at: local - before) == before { return local - before }
        return offset(at: local - after) == after ? local - after : local - before
    }

    /// As `instant(ofLocal:)`, but of two instants the later one. Java: java.util.GregorianCalendar, and so SimpleDateFormat.
    func standardInstant(ofLocal local: Int64) -> Int64 {
        if let fixed { return local - fixed }
        let before = offset(at: local - CivilDate.millisecondsPerDay)
        let after = offset(at: local + CivilDate.millisecondsPerDay)
        return before != after && offset(at: local - after) == after ? local - after : instant(ofLocal: local)
    }
}
