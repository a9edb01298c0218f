import Testing

@testable import StreamRuntime

/// The stream tests (Tests/StreamCorpus/slt), each in every variant: straight through, with a restart after each round, with
/// one worker and several, with small batches and large ones.
@Suite struct SltTests {
    @Test(arguments: SltScript.names()) func allVariantsAgree(_ name: String) throws {
        let script = try SltScript(named: name)
        #expect(script.steps.count > 1, "\(name).slt says nothing")
        for variant in SltVariant.all {
            for failure in SltRun.failures(script, variant) { Issue.record("\(failure)") }
        }
    }

    /// The runner sees a wrong row, a wrong number and a refusal that does not come.
    @Test func mistakesAreFound() throws {
        let script = try SltScript(
            """
            statement
            CREATE TABLE t (k STRING, v INT) WITH ('connector' = 'kafka', 'topic' = 't', 'format' = 'csv')

            query
            SELECT k, SUM(v) FROM t GROUP BY k

            rows t
            a,1
            a,2

            output
            +I a, 1

            late 1

            error
            SELECT k FROM t
            ----
            sql:1:1: no

            plan
            SELECT k FROM t
            ----
            no

            fault
            no
            """,
            name: "mistakes"
        )
        for variant in SltVariant.all { #expect(SltRun.failures(script, variant).count == 5) }
    }
}
