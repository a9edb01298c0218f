import Storage

/// How the rows of a table are divided on their way: a lane for each shard, or one for all.
enum TransferLanes: Sendable {
    /// One lane.
    case single
    /// A lane for each shard, by the hash of a column.
    case shards(ShardMap, column: String)

    /// How many there are.
    var count: Int {
        switch self {
        case .single: 1
        case .shards(let map, _): map.ranges.count
        }
    }

    /// The lane of a row.
    func lane(of row: Row) -> Int {
        guard case .shards(let map, let column) = self, let identifier = row[column].identifier else { return 0 }
        return map.shard(of: identifier)
    }
}
