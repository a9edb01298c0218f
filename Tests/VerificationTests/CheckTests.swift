import Primitives
import Testing

@testable import Verification

@Suite struct CheckTests {
    @Test func thereAreMoreThanSixtyChecksOfEveryGroup() {
        #expect(Check.all.count > 60)
        #expect(Set(Check.all.map(\.id)).count == Check.all.count)
        #expect(Set(Check.all.map(\.group)) == Set(CheckGroup.allCases))
    }

    @Test func withoutAServerNothingPasses() async throws {
        let target = VerificationTarget(server: "http://127.0.0.1:1")
        let surroundings = Surroundings(now: { Timestamp(milliseconds: 1_795_000_000_000) }, random: { 4 })
        let verifier = Verifier(
            target,
            groups: [.storage, .sharding, .edge, .observability],
            surroundings: surroundings
        )
        let results = try await verifier.run { _ in }
        #expect(results.count == verifier.count)
        #expect(results.allSatisfy { $0.verdict != .passed })
        #expect(VerificationReport.count(results, .failed) > 30)
        // What has no address is skipped, with a reason.
        let envoy = results.filter { $0.name.hasPrefix("envoy") && $0.verdict == .skipped }
        #expect(!envoy.isEmpty && envoy.allSatisfy { !$0.finding.isEmpty })
    }

    @Test func nothingIsWrittenWhereNothingMayBe() async throws {
        var target = VerificationTarget(server: "http://127.0.0.1:1")
        target.isReadOnly = true
        let scene = Scene(target, surroundings: Surroundings(now: { Timestamp(milliseconds: 0) }, random: { 4 }))
        for method in ["POST", "PATCH", "PUT", "DELETE"] {
            await #expect(throws: NotApplicable.self) { try await scene.api.send(method, "/x") }
        }
        await #expect(throws: Unmet.self) { try await scene.api.get("/x") }
    }

    @Test func percentilesAreByNearestRank() {
        var order = FixedOrder()
        let values = (1...100).map(Double.init).shuffled(using: &order)
        #expect(values.percentile(0.5) == 50 && values.percentile(0.99) == 99 && values.percentile(1) == 100)
        #expect([7.0].percentile(0.99) == 7)
        #expect([Double]().percentile(0.5) == 0)
    }

    private struct FixedOrder: RandomNumberGenerator {
        var state: UInt64 = 88_172_645_463_325_252

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    @Test func metricsAreReadStrictly() throws {
        let text = """
            # HELP a_total what it counts
            # TYPE a_total counter
            a_total{route="/x/{id}",quote="a\\"b, c\\n"} 3
            a_total{route="/y"} 1e3
            # TYPE b gauge
            b +Inf

            """
        let metrics = try MetricsText(text)
        #expect(metrics.types == ["a_total": "counter", "b": "gauge"] && metrics.helped == ["a_total"])
        #expect(metrics.samples("a_total").map(\.value) == [3, 1_000])
        #expect(metrics.samples[0].labels == ["route": "/x/{id}", "quote": "a\"b, c\n"])
        for wrong in [
            "a 1\na 2\n", "a{x=\"1\"} 1\na{x=\"1\"} 1\n", "a b\n", "a{x=1} 1\n", "a{x=\"1\" 1\n", "{x=\"1\"} 1\n",
            "# TYPE a counter\n# TYPE a gauge\n", "a-b 1\n",
        ] {
            #expect(throws: Unmet.self, "\(wrong)") { try MetricsText(wrong) }
        }
    }

    @Test func junitSaysWhatFailedAndWhatWasSkipped() {
        func result(_ verdict: CheckResult.Verdict, _ finding: String) -> CheckResult {
            CheckResult(
                group: .edge,
                name: verdict.rawValue,
                expectation: "a < b & \"c\"",
                verdict: verdict,
                finding: finding,
                seconds: 0.25
            )
        }
        let text = VerificationReport.junit([result(.passed, "x"), result(.failed, "<y>\u{1}"), result(.skipped, "z")])
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="bss verify" tests="3" failures="1" skipped="1" time="0.75">
                  <testsuite name="edge" tests="3" failures="1" skipped="1" time="0.75">
                    <testcase classname="edge" name="passed: a &lt; b &amp; &quot;c&quot;" time="0.25"><system-out>x</system-out></testcase>
                    <testcase classname="edge" name="failed: a &lt; b &amp; &quot;c&quot;" time="0.25"><failure message="&lt;y&gt;"/></testcase>
                    <testcase classname="edge" name="skipped: a &lt; b &amp; &quot;c&quot;" time="0.25"><skipped message="z"/></testcase>
                  </testsuite>
                </testsuites>

                """
        )
    }
}
