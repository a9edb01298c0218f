import ArgumentParser

struct TopicCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topic",
        abstract: "List, create and describe topics of the event log.",
        subcommands: [TopicList.self, TopicCreate.self, TopicDescribe.self],
        defaultSubcommand: TopicList.self
    )
}
