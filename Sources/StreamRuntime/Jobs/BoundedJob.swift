/// A job over inputs that end.
package struct BoundedJob {
    private let graph: JobGraph

    /// A job of what was built.
    package init(_ graph: JobGraph) { self.graph = graph }

    /// Reads the inputs in turn until all have ended, then lets all windows fire.
    ///
    /// - Throws: what a source, an operator or a sink throws.
    package func run() throws {
        graph.divideInputs()
        if graph.parallelism > 1 {
            for (assigner, _) in graph.assigners.joined() { assigner.isShared = true }
        }
        let inputs = graph.workers[0].inputs.indices
        // Those of a worker that still have rows.
        var open = Array(repeating: Set(inputs), count: graph.parallelism)
        while open.contains(where: { !$0.isEmpty }) {
            try open.withUnsafeMutableBufferPointer { open in
                // why: each worker writes its own element.
                nonisolated(unsafe) let open = open
                try graph.forEachWorker { index, worker in
                    for number in open[index].sorted() {
                        let input = worker.inputs[number]
                        let isMine = index == 0 || input.source.isDivided
                        let goesOn = try isMine && input.source.poll { try input.node.receive($0, input: 0) }
                        if !goesOn { open[index].remove(number) }
                    }
                }
            }
            let ended = inputs.filter { number in open.allSatisfy { !$0.contains(number) } }
            try graph.finishRound(endedInputs: Set(ended))
        }
    }
}
