/// A job over inputs that end, on the calling thread.
package struct BoundedJob {
    private let inputs: [JobBuilder.Input]
    private let nodes: [Node]

    /// A job of what was built.
    package init(_ builder: JobBuilder) {
        inputs = builder.inputs
        nodes = builder.nodes
    }

    /// Reads the inputs in turn until all have ended, then lets all windows fire.
    ///
    /// - Throws: what a source, an operator or a sink throws.
    package func run() throws {
        var open = inputs
        while !open.isEmpty {
            var rest: [JobBuilder.Input] = []
            for input in open {
                let goesOn = try input.source.poll { try input.node.receive($0, input: 0) }
                if goesOn {
                    rest.append(input)
                } else {
                    try input.node.receive(watermark: Watermark.end, input: 0)
                }
            }
            open = rest
        }
    }

    /// What the operators have done, in the order of the flow.
    package var counters: [(name: String, rowsIn: Int64, rowsOut: Int64, counts: OperatorCounts)] {
        nodes.map { ($0.name, $0.rowsIn, $0.rowsOut, $0.stepper.counts) }
    }

    /// What the sources could not read and left out.
    package var skipped: SkippedInput {
        inputs.reduce(into: SkippedInput()) {
            $0.records += $1.source.skipped.records
            $0.fields += $1.source.skipped.fields
        }
    }
}
