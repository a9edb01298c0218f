import ArgumentParser

struct TopicCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topic",
        abstract: "List, create, describe and copy topics of the event log.",
        subcommands: [TopicList.self, TopicCreate.self, TopicDescribe.self, TopicCopy.self],
        defaultSubcommand: TopicList.self
    )
}
