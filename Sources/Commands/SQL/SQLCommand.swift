import ArgumentParser

struct SQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Query live topics; check, explain and run Flink SQL scripts on the built-in engine.",
        discussion: """
            Without a verb it is a prompt over the topics of a running server: see bss sql prompt --help.

            Examples:
              bss sql
              bss sql -e "SELECT COUNT(*) AS orders FROM order_events" --since 1h
              bss sql run jobs/orders.sql
              echo "SELECT UPPER('abc') AS u" | bss sql run -
              bss sql explain jobs/orders.sql
              bss sql check jobs/*.sql
            """,
        subcommands: [SQLPrompt.self, SQLRun.self, SQLExplain.self, SQLCheck.self],
        defaultSubcommand: SQLPrompt.self
    )
}
