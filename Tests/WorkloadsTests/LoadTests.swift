import Primitives
import Testing

@testable import Workloads

@Suite struct LoadTests {
    @Test(arguments: [(1_000.0, 10.0, 10_000), (0.5, 10, 5), (3, 1, 3), (0.1, 1, 1), (333.3, 3, 1_000)])
    func thereAreRateTimesSecondsRequests(_ rate: Double, _ seconds: Double, _ count: Int) {
        #expect(LoadSchedule(rate: rate, seconds: seconds).count == count)
    }

    @Test func dueTimesAreEvenlySpaced() {
        let schedule = LoadSchedule(rate: 1_000, seconds: 1)
        #expect(schedule.due(0) == 0)
        #expect(schedule.due(1) == 1_000_000)
        #expect(schedule.due(999) == 999_000_000)
    }

    @Test(arguments: [3.0, 7, 333.3, 1_000, 4_999, 97_531])
    func dueCountAgreesWithDueTimes(_ rate: Double) {
        let schedule = LoadSchedule(rate: rate, seconds: 500 / rate)
        for index in 0..<schedule.count {
            let due = schedule.due(index)
            #expect(schedule.dueCount(at: due) == index + 1)
            #expect(schedule.dueCount(at: due - 1) == index)
        }
        #expect(schedule.dueCount(at: -1) == 0)
        #expect(schedule.dueCount(at: .max / 2_000_000) <= schedule.count)
        #expect(schedule.dueCount(at: 3_600_000_000_000) == schedule.count)
    }

    @Test func whatTheServerHoldsUpIsCountedFromWhenItWasDue() {
        let tally = LoadTally()
        #expect(tally.admit(limit: 2, late: 1_000_000))
        #expect(tally.admit(limit: 2, late: 0))
        #expect(!tally.admit(limit: 2, late: 0))
        #expect(tally.counts.inFlight == 2 && tally.counts.notSent == 1)
        let answer = ServerAnswer(status: 201, createdID: "c-1")
        tally.answered(.order, answer, latency: 250_000_000, now: 300_000_000)
        tally.answered(.read, ServerAnswer(status: 429), latency: 1, now: 2_000_000_000)
        let result = tally.result(scheduled: 3, scheduledEnd: 1_000_000_000)
        #expect(result.counts.acknowledged == 1 && result.counts.refused == [429: 1])
        #expect(result.counts.inFlight == 0 && result.counts.sent == 2 && result.counts.failed == 0)
        #expect(result.orders.count == 1 && abs(result.orders.max - 250) < 0.5)
        #expect(result.reads.count == 0)
        #expect(result.seconds == 2 && result.achievedRate == 0.5)
        #expect(abs(result.lateness.max - 1) < 0.01)
    }

    @Test func percentilesAreInMilliseconds() {
        let tally = LoadTally()
        for number in 1...1_000 {
            #expect(tally.admit(limit: 1, late: 0))
            let latency = Int64(number) * 1_000_000
            tally.answered(.order, ServerAnswer(status: 201), latency: latency, now: latency)
        }
        let orders = tally.result(scheduled: 1_000, scheduledEnd: 1).orders
        for (found, expected) in [
            (orders.p50, 500.0), (orders.p90, 900), (orders.p99, 990), (orders.p999, 999), (orders.max, 1_000),
        ] { #expect(abs(found - expected) <= expected / 500, "\(found) is not \(expected)") }
    }

    @Test func failuresAreToldApart() {
        let tally = LoadTally()
        for _ in 0..<3 { #expect(tally.admit(limit: 9, late: 0)) }
        tally.failed(.timeout, now: 1)
        tally.failed(.connection, now: 1)
        tally.answered(.order, ServerAnswer(status: 503), latency: 1, now: 1)
        #expect(tally.counts.timeouts == 1 && tally.counts.connectionErrors == 1)
        #expect(tally.counts.serverErrors == [503: 1] && tally.counts.failed == 3 && tally.counts.inFlight == 0)
    }

    @Test func settingsOutOfRangeAreRefused() throws {
        try LoadConfiguration(url: "http://localhost:1").validate()
        for broken: (inout LoadConfiguration) -> Void in [
            { $0.rate = 0 }, { $0.rate = .nan }, { $0.rate = 1e9 }, { $0.seconds = -1 }, { $0.connections = 0 },
            { $0.customers = 0 }, { $0.inFlightMax = 1 << 30 }, { $0.timeoutSeconds = 0 },
            {
                $0.rate = 50_000
                $0.seconds = 3_600
            },
        ] {
            var configuration = LoadConfiguration(url: "http://localhost:1")
            broken(&configuration)
            #expect(throws: WorkloadError.self) { try configuration.validate() }
        }
    }
}

@Suite struct PaceTests {
    @Test func speedShortensTheWait() {
        var pace = DemoPace(speed: 10, start: 500)
        #expect(pace.wait(for: 1_000, now: 500) == 100_000_000)
        #expect(pace.wait(for: 1_000, now: 100_000_500) == 0)
    }

    @Test func smallArrearsAreMadeUpForAndLargeOnesLetGo() {
        var pace = DemoPace(speed: 1, start: 0)
        #expect(pace.wait(for: 1_000, now: 1_500_000_000) == 0)
        #expect(pace.wait(for: 2_000, now: 1_500_000_000) == 500_000_000)
        #expect(pace.wait(for: 2_000, now: 60_000_000_000) == 0)
        #expect(pace.wait(for: 2_500, now: 60_000_000_000) == 500_000_000)
    }

    @Test func pausesDoubleUpToALimit() {
        let patience = Patience(tries: 3, firstPause: .milliseconds(100), pauseMax: .seconds(1))
        #expect(
            (1...6).map { patience.pause(afterFailure: $0) } == [
                .milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800), .seconds(1),
                .seconds(1),
            ]
        )
        #expect(patience.pause(afterFailure: 1_000) == .seconds(1))
    }

    @Test func aRequestIsRepeatedOnlyWhileItMayHelp() async throws {
        let patience = Patience(tries: 3, firstPause: .milliseconds(1), pauseMax: .milliseconds(2))
        for (statuses, expected, tries) in [
            ([503, 429, 201], 201, 3), ([409], 409, 1), ([500, 500, 500], 500, 3), ([429, 400], 400, 2),
        ] {
            var asked = 0
            let answer = try await patience.retrying {
                defer { asked += 1 }
                return ServerAnswer(status: statuses[asked], retryAfterSeconds: 60)
            }
            #expect(answer.status == expected && asked == tries)
        }
    }

    @Test func productsAreReadFromTheInventory() throws {
        let list = try JSON(parsing: #"[{"id":"c-1","productOffering":{"id":"tv-basic"}},{"id":"c-2"}]"#)
        #expect(DemoTraffic.products(in: list) == [DemoProduct(id: "c-1", offeringID: "tv-basic")])
    }
}
