/// One thing to do to a table so that it lies as its descriptor says.
public enum DistributionStep: Hashable, Sendable {
    /// Spread over this many shards by a column, co-located with another table, or in a group of its own (nil).
    /// Citus takes the number of shards of the table that it is co-located with.
    case distribute(table: String, by: String, shards: Int, with: String?)
    /// Copy to every node.
    case replicate(table: String)

    /// The table it is done to.
    public var table: String {
        switch self {
        case .distribute(let table, _, _, _), .replicate(let table): table
        }
    }

    /// The statement, and the values of its parameters.
    var statement: (sql: String, parameters: [String]) {
        switch self {
        case .distribute(let table, let column, let shards, nil):
            (
                "SELECT create_distributed_table($1::regclass, $2, shard_count := $3::int, colocate_with := 'none')",
                [StatementText.quoted(table), column, String(shards)]
            )
        case .distribute(let table, let column, _, let other?):
            (
                "SELECT create_distributed_table($1::regclass, $2, colocate_with := $3)",
                [StatementText.quoted(table), column, StatementText.quoted(other)]
            )
        case .replicate(let table):
            ("SELECT create_reference_table($1::regclass)", [StatementText.quoted(table)])
        }
    }
}
