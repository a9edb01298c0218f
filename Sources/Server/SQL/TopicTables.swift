import Domain
import StreamSQL

/// The tables of the program's topics that every query finds declared (docs/events.md, jobs/*.sql).
enum TopicTables {
    private static let recordColumns = """
          eventTime TIMESTAMP_LTZ(3),
          recordTime TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL,
          happened AS COALESCE(eventTime, recordTime),
          WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
        """

    private static func table(_ name: String, _ topic: String, _ columns: String) -> String {
        """
        CREATE TABLE \(name) (
        \(columns),
        \(recordColumns)
        ) WITH (
          'connector' = 'kafka', 'topic' = '\(topic)', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json',
          'json.timestamp-format.standard' = 'ISO-8601', 'json.ignore-parse-errors' = 'true'
        )
        """
    }

    /// The statements that declare them, and what is set unless the script says otherwise.
    static let source =
        [
            "SET 'table.exec.source.idle-timeout' = '10 s'",
            table(
                "order_events",
                Topic.order,
                """
                  eventId STRING, type STRING, customerId STRING, orderId STRING, status STRING, amount DECIMAL(18, 3),
                  currency STRING, customerSince TIMESTAMP_LTZ(3), resourceId STRING, version BIGINT, region STRING,
                  correlationId STRING
                """
            ),
            table(
                "customer_events",
                Topic.customer,
                """
                  eventId STRING, type STRING, customerId STRING, orderId STRING, status STRING, amount DECIMAL(18, 3),
                  currency STRING, phone STRING, changed STRING, resourceId STRING, version BIGINT, region STRING,
                  correlationId STRING
                """
            ),
            table(
                "analytics_events",
                Topic.analytics,
                """
                  type STRING, eventId STRING, customerId STRING, status STRING, currency STRING,
                  windowStart TIMESTAMP_LTZ(3), windowEnd TIMESTAMP_LTZ(3), events BIGINT, eventTypes BIGINT, orders BIGINT,
                  totalAmount DECIMAL(38, 3), averageAmount DECIMAL(38, 6), highestAmount DECIMAL(18, 3)
                """
            ),
            table(
                "fraud_alerts",
                Topic.fraud,
                """
                  type STRING, alertId STRING, eventId STRING, customerId STRING, orderId STRING, rule STRING,
                  ruleVersion INT, severity STRING, score DECIMAL(5, 2), scoreParts STRING, observed DECIMAL(18, 3),
                  threshold DECIMAL(18, 3), currency STRING, windowStart TIMESTAMP_LTZ(3), windowEnd TIMESTAMP_LTZ(3),
                  evidence STRING, shadow BOOLEAN
                """
            ),
        ].joined(separator: ";\n") + ";\n"

    /// What `source` says.
    static let script: Script = {
        switch Result(catching: { () throws(SQLErrors) in try Script(parsing: source) }) {
        case .success(let script): return script
        case .failure(let errors): preconditionFailure(errors.rendered(source: source, file: "topic tables"))
        }
    }()

    /// A binder that knows them, except those that the statements declare themselves.
    static func binder(for statements: [Statement]) -> ScriptBinder {
        let own = declared(by: statements)
        var binder = ScriptBinder()
        for statement in script.statements where declared(by: [statement]).isDisjoint(with: own) {
            do { _ = try binder.bind(statement, source: source) } catch {
                preconditionFailure(error.rendered(source: source, file: "topic tables"))
            }
        }
        return binder
    }

    /// The names that statements declare without having dropped what had them.
    private static func declared(by statements: [Statement]) -> Set<String> {
        var (declared, dropped): (Set<String>, Set<String>) = ([], [])
        for statement in statements {
            switch statement.kind {
            case .createTable(let create): declared.formUnion(Set([create.name.last.name]).subtracting(dropped))
            case .createView(let create): declared.formUnion(Set([create.name.last.name]).subtracting(dropped))
            case .dropTable(let drop), .dropView(let drop): dropped.insert(drop.name.last.name)
            default: break
            }
        }
        return declared
    }
}
