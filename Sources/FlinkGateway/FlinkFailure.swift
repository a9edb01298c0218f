import Foundation

/// What a Flink cluster, or the way to it, did not do.
public enum FlinkFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody answers at the address.
    case unreachable(url: String, reason: String)
    /// Flink answered with an error: what it was asked, the HTTP status, and the root of what it gives as the cause.
    case refused(request: String, status: Int, cause: String)
    /// The answer is not what Flink's REST API gives.
    case unexpectedAnswer(request: String)
    /// No job has this id or name.
    case unknownJob(String)
    /// Several running jobs have this name; their ids.
    case ambiguousJob(String, ids: [String])
    /// A savepoint could not be written.
    case savepointFailed(job: String, cause: String)
    /// Something did not end in its time.
    case timedOut(String)

    /// The text for people.
    public var description: String {
        switch self {
        case .unreachable(let url, let reason): "no Flink answers at \(url): \(reason)"
        case .refused(let request, let status, let cause): "Flink refuses \(request) (\(status)): \(cause)"
        case .unexpectedAnswer(let request): "the answer to \(request) is not one of Flink's REST API"
        case .unknownJob(let job): "Flink has no job '\(job)'"
        case .ambiguousJob(let name, let ids): "several jobs are called '\(name)': \(ids.joined(separator: ", "))"
        case .savepointFailed(let job, let cause): "job \(job) wrote no savepoint: \(cause)"
        case .timedOut(let what): "\(what) took too long"
        }
    }

    /// The innermost cause of a Java stack trace, without the frames: what a person has to know.
    static func rootCause(_ trace: String) -> String {
        var causes: [[Substring]] = []
        for line in trace.split(separator: "\n") {
            if line.hasPrefix("Caused by: ") || causes.isEmpty {
                causes.append([line.hasPrefix("Caused by: ") ? line.dropFirst("Caused by: ".count) : line])
            } else if !line.hasPrefix("\t") {
                causes[causes.count - 1].append(line)
            }
        }
        // Java writes the class before the message; a cause without a message says nothing by itself.
        let told = causes.last { $0[0].contains(": ") } ?? causes.last ?? []
        guard let first = told.first else { return trace }
        let message = first.range(of: ": ").map { first[$0.upperBound...] } ?? first
        return ([message] + told.dropFirst()).joined(separator: "\n")
    }
}
