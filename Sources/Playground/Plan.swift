/// What is started, in which order, and what is left out and why.
public struct Plan: Sendable, Hashable {
    /// A component that is not started.
    public struct LeftOut: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Why.
        public let reason: String
        /// What to type so that it is there the next time; empty where nothing helps.
        public let remedy: String
    }

    /// The components, each after those that it needs or follows.
    public let components: [Component]
    /// The components that are not started.
    public let leftOut: [LeftOut]

    /// Every port with the component that listens there.
    public var ports: [(component: String, port: Component.Port)] {
        components.flatMap { component in component.ports.map { (component.name, $0) } }
    }

    /// Orders components. Ties keep the order given. Traps if two have one name or port, if one needs what is not given,
    /// or if they need each other in a circle: the components are the program's own.
    ///
    /// - Parameters:
    ///   - missing: programs that are not installed.
    ///   - unwanted: names or programs that shall not be started.
    public init(_ all: [Component], missing: Set<Program>, unwanted: Set<String> = []) {
        precondition(Set(all.map(\.name)).count == all.count, "two components have one name")
        let numbers = all.flatMap { $0.ports.map(\.number) }
        precondition(Set(numbers).count == numbers.count, "two components have one port")
        let names = Set(all.map(\.name))
        precondition(all.allSatisfy { names.isSuperset(of: $0.needs) }, "a component needs one that is not there")

        var leftOut: [LeftOut] = []
        var out: Set<String> = []
        func leave(_ component: Component, _ reason: String, _ remedy: String = "") {
            leftOut.append(LeftOut(name: component.name, reason: reason, remedy: remedy))
            out.insert(component.name)
        }
        for component in all {
            if unwanted.contains(component.name) || unwanted.contains(component.program.rawValue) {
                leave(component, "not wanted")
            } else if missing.contains(component.program) {
                leave(component, "\(component.program.rawValue) is not installed", component.program.source.remedy)
            }
        }
        var waiting = all.filter { !out.contains($0.name) }
        var ordered: [Component] = []
        var done: Set<String> = []
        while !waiting.isEmpty {
            if let index = waiting.firstIndex(where: { !out.isDisjoint(with: $0.needs) }) {
                let component = waiting.remove(at: index)
                leave(component, "it needs \(component.needs.filter(out.contains).joined(separator: ", "))")
                continue
            }
            let pending = Set(waiting.map(\.name))
            let next = waiting.firstIndex { pending.isDisjoint(with: $0.needs + $0.follows) }
            guard let next else { preconditionFailure("components need each other in a circle") }
            let component = waiting.remove(at: next)
            done.insert(component.name)
            ordered.append(component)
        }
        components = ordered
        self.leftOut = leftOut
    }
}
