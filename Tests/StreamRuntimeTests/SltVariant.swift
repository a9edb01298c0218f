/// One of the ways in which a stream test runs: all must give the same.
struct SltVariant: CustomStringConvertible, Sendable {
    /// The workers of the job; after each restart the next number, around and around.
    let parallelism: [Int]
    /// Whether the job begins anew from its state after every round.
    let restarts: Bool
    /// The most rows of a batch that a source hands on.
    let batchRows: Int

    var description: String {
        let workers = parallelism.map(String.init).joined(separator: ">")
        return "parallelism \(workers), batches of \(batchRows)\(restarts ? ", a restart after each round" : "")"
    }

    /// All of them.
    static let all: [SltVariant] = [1024, 1].flatMap { rows in
        [
            SltVariant(parallelism: [1], restarts: false, batchRows: rows),
            SltVariant(parallelism: [1], restarts: true, batchRows: rows),
            SltVariant(parallelism: [3], restarts: false, batchRows: rows),
            SltVariant(parallelism: [3], restarts: true, batchRows: rows),
            SltVariant(parallelism: [1, 3, 2], restarts: true, batchRows: rows),
        ]
    }
}
