/// What a row does to the table that a changelog stream describes. Flink: RowKind, with the same byte values.
package enum RowKind: UInt8, Sendable, CaseIterable {
    /// A new row.
    case insert = 0
    /// The row as it was before an update.
    case updateBefore = 1
    /// The row as it is after an update.
    case updateAfter = 2
    /// The row is gone.
    case delete = 3

    /// Whether the row is withdrawn (`updateBefore`, `delete`) and not added.
    package var isRetraction: Bool { self == .updateBefore || self == .delete }
}
