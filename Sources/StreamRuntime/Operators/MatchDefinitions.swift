import StreamSQL

/// Which rows can be which variable: the conditions of a pattern, ready to be tested.
final class MatchDefinitions {
    /// The variables that every row can be, as bits.
    let always: UInt64
    /// The variables whose conditions read nothing but the row: a flag of the stored row says whether they hold.
    let flags: [(variable: UInt64, flag: Int)]
    /// The variables of `always` and `flags`.
    let rowOnly: UInt64
    /// Whether no condition can fail: then conditions that decide nothing need not be evaluated.
    let isTotal: Bool
    /// By a variable its program; nil for those of `rowOnly`.
    let programs: [MatchProgram?]
    let accumulators: MatchAccumulators

    /// The conditions of a plan.
    ///
    /// - Throws: `MatchRefusal`, and what making an evaluator throws.
    init(_ plan: LogicalPlan.Match, _ environment: MatchEnvironment) throws {
        accumulators = MatchAccumulators()
        for case (let variable, let definition?) in plan.definitions.enumerated() {
            try MatchCompiler.reserve(definition, of: variable, plan, environment.layout)
        }
        var always: UInt64 = 0
        var flags: [(variable: UInt64, flag: Int)] = []
        var programs: [MatchProgram?] = []
        for (variable, definition) in plan.definitions.enumerated() {
            let bit = UInt64(1) << UInt64(variable)
            var program: MatchProgram?
            defer { programs.append(program) }
            guard let definition, definition.kind != .literal(.boolean(true)) else {
                always |= bit
                continue
            }
            var compiler = MatchCompiler(
                environment,
                inputs: .references(plan.references, variable: variable),
                accumulators: accumulators
            )
            if let overInput = compiler.rowOnly(definition), MatchCompiler.isTotal(overInput) {
                flags.append((bit, try environment.layout.condition(overInput)))
            } else {
                program = try compiler.program(definition)
            }
        }
        self.always = always
        self.flags = flags
        self.programs = programs
        rowOnly = flags.reduce(always) { $0 | $1.variable }
        isTotal = programs.allSatisfy { $0?.isTotal ?? true }
    }
}
