/// Lengths of time in options: `5 min`, `1d`, `100 ms`; a number alone is milliseconds. Flink: TimeUtils.parseDuration.
public enum DurationText {
    private static let units: [(names: Set<String>, milliseconds: Int64)] = [
        (["d", "day", "days"], 86_400_000), (["h", "hour", "hours"], 3_600_000),
        (["m", "min", "minute", "minutes"], 60_000), (["s", "sec", "second", "seconds"], 1_000),
        (["", "ms", "milli", "millis", "millisecond", "milliseconds"], 1),
    ]

    /// The milliseconds of a text; nil if it is none.
    public static func milliseconds(_ text: String) -> Int64? {
        let trimmed = text.split(separator: " ").joined()
        let digits = trimmed.prefix { $0.isNumber && $0.isASCII }
        let unit = trimmed.dropFirst(digits.count).lowercased()
        guard let number = Int64(digits), let scale = units.first(where: { $0.names.contains(unit) }) else {
            return nil
        }
        let (result, overflow) = number.multipliedReportingOverflow(by: scale.milliseconds)
        return overflow ? nil : result
    }
}
