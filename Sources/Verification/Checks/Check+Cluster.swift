extension Check {
    static let cluster: [Check] = []
}
