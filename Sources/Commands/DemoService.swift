import Logging
import Primitives
import ServiceLifecycle
import Workloads

/// Demonstration traffic beside the server: it begins when the server answers, and stops with it.
struct DemoService: Service {
    private let rate: Double
    private let speed: Int
    private let logger: Logger
    private let urls: AsyncStream<String>
    private let url: AsyncStream<String>.Continuation

    init(rate: Double, speed: Int, logger: Logger) {
        self.rate = rate
        self.speed = speed
        self.logger = logger
        (urls, url) = AsyncStream.makeStream(of: String.self)
    }

    func begin(_ url: String) async { self.url.yield(url) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await url in urls {
                await DemoTraffic(
                    url: url,
                    key: nil,
                    ratePerSecond: rate,
                    speed: speed,
                    seed: 1,
                    logger: logger
                ).run()
            }
        }
    }
}
