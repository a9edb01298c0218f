import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Takes in one answer on its event loop: the status, three headers and, if wanted, the body. A body that is not wanted
/// is counted past, never copied.
final class AnswerCollector: HTTPClientResponseDelegate {
    typealias Response = ServerAnswer

    private struct State {
        var status = 0
        var createdID: String?
        var retryAfterSeconds: Int?
        var totalCount: Int?
        var body: [UInt8] = []
        var bodyBytes = 0
    }

    private let keepsBody: Bool
    // Safe without a lock: AsyncHTTPClient calls a delegate on the one event loop that its task was started with.
    private nonisolated(unsafe) var state = State()

    init(keepsBody: Bool) { self.keepsBody = keepsBody }

    func didReceiveHead(task: HTTPClient.Task<ServerAnswer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.status = Int(head.status.code)
        state.createdID = head.headers.first(name: "location").flatMap(ServerAnswer.id(fromLocation:))
        state.retryAfterSeconds = head.headers.first(name: "retry-after").flatMap { Int($0) }
        if keepsBody { state.totalCount = head.headers.first(name: "x-total-count").flatMap { Int($0) } }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<ServerAnswer>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        state.bodyBytes += buffer.readableBytes
        guard state.bodyBytes <= ServerConnectionLimits.answerBytesMax else {
            return task.eventLoop.makeFailedFuture(
                WorkloadError("an answer is larger than \(ServerConnectionLimits.answerBytesMax) bytes")
            )
        }
        if keepsBody { state.body.append(contentsOf: buffer.readableBytesView) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<ServerAnswer>) throws -> ServerAnswer {
        ServerAnswer(
            status: state.status,
            createdID: state.createdID,
            retryAfterSeconds: state.retryAfterSeconds,
            totalCount: state.totalCount,
            body: state.body
        )
    }
}
