import ArgumentParser

struct FraudCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fraud",
        abstract: "See to fraud: alerts, the cases that they open, decisions, and how well the rules do.",
        discussion: """
            A case goes new -> assigned -> inReview -> confirmed, falsePositive or inconclusive -> closed. The decision labels
            the case's alerts; the report counts the labels.

            Examples:
              bss fraud cases --state new
              bss fraud assign CASE --to ann
              bss fraud review CASE
              bss fraud confirm CASE --hold --why "the card was reported stolen"
              bss fraud dismiss CASE --why "called back: it was the customer"
              bss fraud close CASE
              bss fraud report --since 2026-11-01
              bss fraud backtest RULE.sql --since 24h
            """,
        subcommands: [
            FraudCases.self, FraudAlerts.self, FraudAssign.self, FraudReview.self, FraudConfirm.self, FraudDismiss.self,
            FraudClose.self, FraudNote.self, FraudShow.self, FraudReport.self, FraudBacktest.self,
        ],
        defaultSubcommand: FraudCases.self
    )
}
