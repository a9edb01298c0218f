import StreamSQL

extension KernelCompiler {
    /// Functions of arrays and maps; nil for others.
    func collectionCall(_ function: ScalarFunction, _ operands: [Typed], _ type: PhysicalType) throws -> Kernel? {
        let kernels = operands.map(\.kernel)
        switch function {
        case .arrayAppend, .arrayPrepend, .arrayRemove:
            return RowFunction(.boxed(Self.edited(function)), kernels, seesNulls: true)
        case .arrayPosition:
            return RowFunction(
                .integer { arguments, row in
                    let value = arguments.value(1, row)
                    return Int64((arguments.elements(0, row).firstIndex(of: value) ?? -1) + 1)
                },
                kernels
            )
        case .arrayJoin: return RowFunction(Self.joined, kernels)
        case .arrayMaximum, .arrayMinimum:
            let isMaximum = function == .arrayMaximum
            return RowFunction(
                .boxed { arguments, row in
                    let values = arguments.elements(0, row).filter { $0 != .null }
                    return (isMaximum ? values.max(by: ValueOrder.isLess) : values.min(by: ValueOrder.isLess)) ?? .null
                },
                kernels
            ).unboxed(as: type)
        case .arrayUnion, .arrayIntersect, .arrayExcept, .arrayConcat, .mapUnion:
            return RowFunction(.boxed(Self.merged(function)), kernels)
        case .mapEntries:
            return RowFunction(.boxed { arguments, row in .array(arguments.elements(0, row)) }, kernels)
        case .mapFromArrays: return RowFunction(.boxed(Self.mapFromArrays), kernels, canFail: true)
        case .split: return RowFunction(.boxed(Self.split), kernels)
        case .stringToMap: return RowFunction(.boxed(Self.stringToMap()), kernels, cost: 500)
        case .regexpExtractAll: return try extractAll(kernels)
        default:
            guard let body = Self.rearranged(function) else { return nil }
            return RowFunction(
                .boxed { arguments, row in .array(body(arguments.elements(0, row), arguments, row)) },
                kernels
            )
        }
    }

    private static func edited(_ function: ScalarFunction) -> (RowArguments, Int) -> Value {
        { arguments, row in
            if arguments.isNull(0, row) { return .null }
            let (elements, value) = (arguments.elements(0, row), arguments.value(1, row))
            switch function {
            case .arrayAppend: return .array(elements + [value])
            case .arrayPrepend: return .array([value] + elements)
            default: return .array(elements.filter { $0 != value })
            }
        }
    }

    private typealias Rearrangement = ([Value], RowArguments, Int) -> [Value]

    private static func rearranged(_ function: ScalarFunction) -> Rearrangement? {
        switch function {
        case .arrayDistinct: return { elements, _, _ in unique(elements) }
        case .arrayReverse: return { elements, _, _ in elements.reversed() }
        case .arraySort:
            return { elements, arguments, row in
                let isAscending = arguments.count < 2 || arguments.boolean(1, row)
                let isNullFirst = arguments.count < 3 ? isAscending : arguments.boolean(2, row)
                let nulls = elements.filter { $0 == .null }
                let sorted = elements.filter { $0 != .null }.sorted {
                    isAscending ? ValueOrder.isLess($0, $1) : ValueOrder.isLess($1, $0)
                }
                return isNullFirst ? nulls + sorted : sorted + nulls
            }
        case .arraySlice:
            return { elements, arguments, row in
                let count = Int64(elements.count)
                func place(_ index: Int64) -> Int64 { index < 0 ? count + index + 1 : index }
                let start = max(1, place(arguments.integer(1, row)))
                let end = arguments.count < 3 ? count : min(count, place(arguments.integer(2, row)))
                return start <= end ? Array(elements[Int(start - 1)..<Int(end)]) : []
            }
        default: return nil
        }
    }

    private static func unique(_ elements: [Value]) -> [Value] {
        var known: Set<Value> = []
        return elements.filter { known.insert($0).inserted }
    }

    private static func merged(_ function: ScalarFunction) -> (RowArguments, Int) -> Value {
        { arguments, row in
            let lists = (0..<arguments.count).map { arguments.elements($0, row) }
            switch function {
            case .arrayConcat: return .array(lists.flatMap { $0 })
            case .arrayUnion: return .array(unique(lists.flatMap { $0 }))
            case .arrayIntersect: return .array(unique(lists[0].filter(Set(lists[1]).contains)))
            case .arrayExcept:
                let others = Set(lists[1])
                return .array(unique(lists[0].filter { !others.contains($0) }))
            default: return map(lists.flatMap { $0 })
            }
        }
    }

    /// A map of entries: of equal keys the last one counts.
    private static func map(_ entries: [Value]) -> Value {
        var places: [Value: Int] = [:]
        var result: [Value] = []
        for entry in entries {
            let key = pair(entry)[0]
            if let place = places[key] {
                result[place] = entry
            } else {
                places[key] = result.count
                result.append(entry)
            }
        }
        return .array(result)
    }

    private static func mapFromArrays(_ arguments: RowArguments, _ row: Int) throws -> Value {
        let (keys, values) = (arguments.elements(0, row), arguments.elements(1, row))
        guard keys.count == values.count else {
            throw EvaluationError(
                "MAP_FROM_ARRAYS: the length of the keys array \(keys.count) is not equal to the length of the values array \(values.count)"
            )
        }
        return map(zip(keys, values).map { .row([$0, $1]) })
    }

    /// ARRAY_JOIN leaves out what is NULL, unless a text stands for it.
    private static var joined: RowFunction.Body {
        .text { arguments, row, sink in
            var isFirst = true
            for element in arguments.elements(0, row) {
                var text = ""
                if case .string(let value) = element {
                    text = value
                } else if arguments.count > 2 {
                    text = arguments.text(2, row)
                } else {
                    continue
                }
                if !isFirst { sink.buffer.append(arguments.bytes(1, row)) }
                sink.buffer.append(text)
                isFirst = false
            }
            return sink.take()
        }
    }

    // MARK: Of texts

    /// SPLIT: at each separator, an empty one standing between all characters; nothing of an empty text.
    private static func split(_ arguments: RowArguments, _ row: Int) -> Value {
        let (bytes, separator) = (arguments.bytes(0, row), arguments.bytes(1, row))
        if bytes.isEmpty { return .array([]) }
        var parts: [Value] = []
        var place = 0
        func add(_ end: Int) { parts.append(.string(String(decoding: bytes[place..<end], as: UTF8.self))) }
        if separator.isEmpty {
            while place < bytes.count {
                let end = min(place + UTF8Characters.width(bytes[place]), bytes.count)
                // Java takes UTF-16 units for characters: halves of a pair are none.
                if end - place == 4 { parts += [.string("?"), .string("?")] } else { add(end) }
                place = end
            }
            return .array(parts)
        }
        while let found = UTF8Characters.find(separator, in: bytes, from: place) {
            add(found)
            place = found + separator.count
        }
        add(bytes.count)
        return .array(parts)
    }

    /// STR_TO_MAP: both separators are regular expressions. Java: String.split, which drops empty parts at the end.
    private static func stringToMap() -> (RowArguments, Int) throws -> Value {
        let cache = PatternCache<JavaRegex>()
        return { arguments, row in
            let text = arguments.text(0, row)
            if text.isEmpty { return .array([]) }
            func separator(_ index: Int, _ standard: String) throws -> JavaRegex {
                let pattern = arguments.count > index ? arguments.text(index, row) : standard
                return try cache.pattern(pattern) { try JavaRegex(pattern) }
            }
            let (outer, inner) = (try separator(1, ","), try separator(2, "="))
            let entries = outer.split(text).map { part -> Value in
                let sides = inner.split(part, limit: 2)
                return .row([.string(sides[0]), sides.count > 1 ? .string(sides[1]) : .null])
            }
            return map(entries)
        }
    }

    /// REGEXP_EXTRACT_ALL: a group (the first one) of each match; NULL if the pattern is none or has no such group.
    private func extractAll(_ kernels: [Kernel]) throws -> Kernel {
        if let constant = kernels[1] as? ConstantKernel, case .string(let text) = constant.value {
            try JavaRegex.checkSupport(text)
        }
        let cache = PatternCache<JavaRegex?>()
        return RowFunction(
            .boxed { arguments, row in
                let pattern = arguments.text(1, row)
                let group = arguments.count > 2 ? arguments.integer(2, row) : 1
                // why: Flink gives NULL for a pattern that is none
                guard let regex = cache.pattern(pattern, make: { try? JavaRegex(pattern) }),
                    group >= 0, group <= Int64(JavaRegex.groupCount(pattern))
                else { return .null }
                return .array(
                    regex.extractAll(arguments.text(0, row), group: Int(group)).map { $0.map(Value.string) ?? .null }
                )
            },
            kernels,
            cost: 1000
        )
    }
}

/// How the elements of an array are sorted.
enum ValueOrder {
    static func isLess(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.boolean(let left), .boolean(let right)): !left && right
        case (.int64(let left), .int64(let right)): left < right
        case (.double(let left), .double(let right)): DoubleComparison.order(left, right) < 0
        case (.decimal(let left), .decimal(let right)): left < right
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        default: false
        }
    }
}
