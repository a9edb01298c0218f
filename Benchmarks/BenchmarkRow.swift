/// One measured figure beside what it is compared with in the same run.
///
/// Ratios hold on a busy or slow machine where absolute figures do not.
public struct BenchmarkRow: Sendable, Hashable {
    /// What was measured.
    public let name: String
    /// The figure, in `unit`.
    public let measured: Double
    /// The unit, such as `MB/s` or `ms`.
    public let unit: String
    /// What the same run got for the yardstick, in `unit`; nil if there is none.
    public let reference: Double?
    /// What the yardstick is; empty if there is none.
    public let referenceName: String
    /// The target in words, such as `ratio at least 0.5`; empty for a figure that is only told.
    public let target: String
    /// Whether the target was met; nil for a figure that is only told.
    public let met: Bool?

    /// A row with these parts.
    public init(
        name: String,
        measured: Double,
        unit: String,
        reference: Double? = nil,
        referenceName: String = "",
        target: String = "",
        met: Bool? = nil
    ) {
        self.name = name
        self.measured = measured
        self.unit = unit
        self.reference = reference
        self.referenceName = referenceName
        self.target = target
        self.met = met
    }

    /// The figure divided by the yardstick's.
    public var ratio: Double? { reference.map { $0 == 0 ? .nan : measured / $0 } }

    /// A figure that should be at least `least` of the yardstick's.
    public static func ratio(
        _ name: String,
        _ measured: Double,
        _ unit: String,
        of reference: Double,
        _ referenceName: String,
        atLeast least: Double
    ) -> BenchmarkRow {
        BenchmarkRow(
            name: name,
            measured: measured,
            unit: unit,
            reference: reference,
            referenceName: referenceName,
            target: "ratio at least \(least)",
            met: measured >= least * reference
        )
    }

    /// A figure that should be at most `most` of the yardstick's.
    public static func ratio(
        _ name: String,
        _ measured: Double,
        _ unit: String,
        of reference: Double,
        _ referenceName: String,
        atMost most: Double
    ) -> BenchmarkRow {
        BenchmarkRow(
            name: name,
            measured: measured,
            unit: unit,
            reference: reference,
            referenceName: referenceName,
            target: "ratio at most \(most)",
            met: measured <= most * reference
        )
    }

    /// A figure that should be below `most`.
    public static func below(_ name: String, _ measured: Double, _ unit: String, most: Double) -> BenchmarkRow {
        BenchmarkRow(name: name, measured: measured, unit: unit, target: "below \(most) \(unit)", met: measured < most)
    }
}
