import Foundation
import StreamRuntime
import Testing

/// Which records of its output topics are a job's own: the topic of the analytics has two writers.
@Suite struct JobTopicsTests {
    private static func topics(_ name: String) throws -> JobTopics {
        let path = TopicInput.folder.appending(path: "../../jobs/\(name).sql").standardizedFileURL
        return try JobTopics(JobScript(String(contentsOf: path, encoding: .utf8), name: name))
    }

    @Test func theJobsRecordsAreToldByTheirTypes() throws {
        let analytics = try Self.topics("customer-analytics")
        #expect(analytics.inputs == ["bss.customer.events", "bss.order.events"])
        #expect(analytics.outputs == ["bss.analytics.events": ["CustomerActivityEvent"]])
        let orders = try Self.topics("order-analytics")
        #expect(orders.inputs == ["bss.order.events"])
        #expect(orders.outputs == ["bss.analytics.events": ["OrderStatusEvent"]])
        #expect(try Self.topics("fraud-detection").outputs == ["bss.fraud.alerts": ["FraudAlertEvent"]])
    }

    @Test func typesThatAreNoConstantsTellNothing() throws {
        let tables = """
            CREATE TABLE i (type STRING) WITH ('connector' = 'kafka', 'topic' = 'in', 'format' = 'json');
            CREATE TABLE o (type STRING) WITH ('connector' = 'kafka', 'topic' = 'out', 'format' = 'json');
            """
        func outputs(_ inserts: String) throws -> [String: Set<String>?] {
            try JobTopics(JobScript(tables + inserts, name: "test")).outputs
        }
        #expect(try outputs("INSERT INTO o SELECT type FROM i;") == ["out": Set<String>?.none])
        #expect(
            try outputs("INSERT INTO o SELECT 'a' FROM i; INSERT INTO o SELECT 'b' FROM i;") == ["out": ["a", "b"]]
        )
        #expect(
            try outputs("INSERT INTO o SELECT 'a' FROM i; INSERT INTO o SELECT type FROM i;") == [
                "out": Set<String>?.none
            ],
            "one of them spoils it"
        )
    }
}
