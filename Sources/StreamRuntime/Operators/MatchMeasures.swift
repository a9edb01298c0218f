import StreamSQL

/// Collects what the measures read of complete matches, a row a match, and computes the measures for many matches at once.
final class MatchMeasures {
    /// Matches that are emitted together.
    static let batchSize = 1024

    private enum Source {
        case row(MatchInstruction.Place, MatchLayout.Field, isHot: Bool)
        case aggregate(MatchAggregate)
        case time
    }

    private enum Measure {
        /// A reference as it is.
        case column(Int)
        case computed(MatchExternal.Evaluation)
    }

    private let sources: [Source]
    private let measures: [Measure]
    private let batch: Batch
    private let columns: [Column]
    private let partitionTypes: [PhysicalType]
    private let boxes: MatchBoxes
    private var keys: [UInt32] = []
    private let words: UnsafeMutablePointer<UInt64>
    private let isNull: UnsafeMutablePointer<UInt8>

    /// How many matches wait to be emitted.
    var count: Int { keys.count }

    /// The measures of a plan.
    ///
    /// - Throws: `MatchRefusal`, and what making an evaluator throws.
    init(_ plan: LogicalPlan.Match, _ environment: MatchEnvironment) throws {
        boxes = environment.boxes
        partitionTypes = plan.partition.map { PhysicalType(environment.inputTypes[$0].logical) }
        var numbers: [Int: Int] = [:]
        var sources: [Source] = []
        var types: [PhysicalType] = []
        for index in plan.measures.reduce(into: Set<Int>(), { $0.formUnion($1.columns) }).sorted() {
            numbers[index] = types.count
            let (source, type) = try Self.source(plan.references[index], environment)
            sources.append(source)
            types.append(type)
        }
        self.sources = sources
        batch = Batch(types, capacity: Self.batchSize)
        columns = batch.columns
        measures = try plan.measures.map { measure in
            if case .column(let index) = measure.kind { return .column(numbers[index] ?? 0) }
            return .computed(try environment.evaluator(measure.mapColumns { numbers[$0] ?? 0 }))
        }
        words = .allocate(capacity: 2)
        words.initialize(repeating: 0, count: 2)
        isNull = .allocate(capacity: 1)
        isNull.initialize(to: 0)
    }

    deinit {
        words.deallocate()
        isNull.deallocate()
    }

    private static func source(
        _ reference: LogicalPlan.Match.Reference,
        _ environment: MatchEnvironment
    ) throws -> (Source, PhysicalType) {
        switch reference {
        case .rowtime: return (.time, .int64)
        case .column(let column, let variable, let fromFirst, let offset):
            let field = try environment.layout.field(.column(column))
            var place = MatchCompiler.place(variable, of: environment.variableCount, tested: nil)
            place.isFromFirst = fromFirst
            place.offset = UInt32(clamping: offset)
            return (.row(place, field, isHot: environment.layout.isHot(field)), field.type)
        case .aggregate(let function, let argument, let variable, let isDistinct, let type):
            if isDistinct { throw MatchRefusal.distinctAggregate }
            let place = MatchCompiler.place(variable, of: environment.variableCount, tested: nil)
            let aggregate = try environment.aggregate(function, argument, place, type: type) { _ in -1 }
            return (.aggregate(aggregate), PhysicalType(type.logical))
        }
    }

    /// Adds a match.
    ///
    /// - Throws: what an aggregate's argument throws.
    func add(_ match: MatchProgram.View, key: UInt32, time: Int64) throws {
        let row = keys.count
        let words = words
        for index in 0..<sources.count {
            let column = columns[index]
            if row >= column.capacity { column.reserve(row + 1) }
            switch sources[index] {
            case .row(let place, let field, let isHot):
                guard let number = match.number(place) else {
                    column.setNull(row)
                    continue
                }
                let stored = isHot ? match.hot(number) : match.stored(number)
                words[0] = stored.load(fromByteOffset: field.offset, as: UInt64.self)
                if field.type.stride == 16 {
                    words[1] = stored.load(fromByteOffset: field.offset + 8, as: UInt64.self)
                }
                set(column, row, isNull: MatchLayout.isNull(stored, field))
            case .aggregate(let aggregate):
                try aggregate.result(match, to: words, isNull)
                set(column, row, isNull: isNull.pointee != 0)
            case .time: column.int64s[row] = time
            }
        }
        keys.append(key)
    }

    /// Sets a row of a column to the value in `words`; a long string is copied.
    @inline(__always)
    private func set(_ column: Column, _ row: Int, isNull: Bool) {
        if isNull { return column.setNull(row) }
        if column.type == .string { MatchWords.store(own(MatchWords.string(words), column), words) }
        MatchWords.set(column, row, words, isNull: false, boxes)
    }

    private func own(_ string: StringRef, _ column: Column) -> StringRef {
        string.isInline ? string : column.arena.store(string)
    }

    /// Emits the matches: the partition's columns, then the measures.
    ///
    /// - Throws: what a measure or the receiver throws.
    func flush(_ table: KeyTable?, to output: Output) throws {
        guard !keys.isEmpty else { return }
        batch.setCount(keys.count)
        let partition = partitionTypes.map { Column($0, capacity: keys.count) }
        table?.append(&keys, count: keys.count, to: partition)
        let computed = try measures.map { measure in
            switch measure {
            case .column(let index): columns[index]
            case .computed(let evaluation): try evaluation(batch)
            }
        }
        try output.emit(Batch(columns: partition + computed, count: keys.count))
        keys.removeAll(keepingCapacity: true)
        batch.reset()
    }
}
