import Testing

@testable import Operations

@Suite struct SignalTests {
    @Test func aWaitThatTimedOutLeavesTheNextOneWaiting() async {
        let signal = Signal()
        let clock = ContinuousClock()
        let start = clock.now
        for _ in 0..<5 { await signal.wait(milliseconds: 20) }
        #expect(clock.now - start >= .milliseconds(95))
    }

    @Test(.timeLimit(.minutes(20))) func aNotificationWakesNowOrLater() async {
        let signal = Signal()
        for _ in 0..<200 {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await signal.wait(milliseconds: 600_000) }
                group.addTask { signal.notify() }
            }
        }
        signal.notify()
        signal.notify()
        await signal.wait(milliseconds: 600_000)
        let clock = ContinuousClock()
        let start = clock.now
        await signal.wait(milliseconds: 20)
        #expect(clock.now - start >= .milliseconds(19), "two notifications count as one")
    }

    @Test(.timeLimit(.minutes(20))) func cancellationEndsAWait() async {
        let signal = Signal()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.wait(milliseconds: 600_000) }
            group.cancelAll()
        }
    }
}
