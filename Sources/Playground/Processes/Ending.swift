import Foundation

/// How a child ended.
enum Ending: Sendable, Hashable, CustomStringConvertible {
    /// With an exit status.
    case exit(Int32)
    /// By a signal.
    case signal(Int32)

    /// The ending of a child; nil if it still runs. Each child is asked about by its own id, so that children of other parts of
    /// the program are left alone. Once it is told, it is told no more.
    init?(of id: Int32, waits: Bool = false) {
        var status: Int32 = 0
        var answer: Int32
        repeat { answer = waitpid(id, &status, waits ? 0 : WNOHANG) } while answer < 0 && errno == EINTR
        switch answer {
        case 0: return nil
        case id:
            let signal = status & 0x7F
            self = signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
        default: self = .exit(-1)
        }
    }

    var description: String {
        switch self {
        case .exit(-1): "has ended"
        case .exit(let status): "ended with status \(status)"
        case .signal(let number): "was ended by signal \(number)"
        }
    }
}
