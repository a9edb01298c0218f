import ArgumentParser

struct SQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Check, explain and run Flink SQL scripts on the built-in engine.",
        discussion: """
            Examples:
              bss sql run jobs/orders.sql
              echo "SELECT UPPER('abc') AS u" | bss sql run -
              bss sql explain jobs/orders.sql
              bss sql check jobs/*.sql
            """,
        subcommands: [SQLRun.self, SQLExplain.self, SQLCheck.self]
    )
}
