import Primitives

/// What `citus_job_status` says of a job: how many of its tasks are done and how far the running ones are.
struct RebalanceDetails: Hashable, Sendable {
    /// All tasks.
    let tasks: Int
    /// The share done, 0 to 1.
    let fraction: Double
    /// What runs, for people.
    let note: String
    /// What went wrong; empty if nothing.
    let message: String

    /// Reads the details, a JSON document; `raw` sizes are in bytes.
    init(_ text: String) throws {
        let details = try JSON(parsing: text)
        let counts = details["task_state_counts"]?.object
        var all: Int64 = 0
        for member in counts?.members ?? [] { all += member.value.integer ?? 0 }
        let done = counts?["done"]?.integer ?? 0
        let listed = details["tasks"]?.array ?? []
        let running = listed.filter { $0["state"]?.string == "running" }
        let parts = running.map { task in
            let whole = Double(task["size"]?["source"]?.integer ?? 0)
            return whole > 0 ? min(1, Double(task["size"]?["target"]?.integer ?? 0) / whole) : 0
        }
        tasks = Int(all)
        fraction = all == 0 ? 0 : min(1, (Double(done) + parts.reduce(0, +)) / Double(all))
        note = "\(done) of \(all) moves" + (running.first?["phase"]?.string.map { ", \($0)" } ?? "")
        message = listed.compactMap { $0["message"]?.string }.joined(separator: "; ")
    }
}
