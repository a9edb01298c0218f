import Foundation
import Logging
import Testing

@testable import Server

@Suite(.timeLimit(.minutes(20))) struct StopLimitTests {
    @Test func whatDoesNotStopIsEnded() async {
        await #expect(processExitsWith: .failure) {
            StopLimit(seconds: 0.05, logger: Logger(label: "test")).begin()
            try await Task.sleep(for: .seconds(600))
        }
    }

    @Test func whatHasStoppedIsLeftAlone() async {
        await #expect(processExitsWith: .success) {
            let limit = StopLimit(seconds: 0.05, logger: Logger(label: "test"))
            limit.begin()
            limit.end()
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}
