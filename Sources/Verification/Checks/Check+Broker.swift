extension Check {
    static let broker: [Check] = []
}
