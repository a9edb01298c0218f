import EventLog

extension JSONRowReader {
    /// How far a record has been read.
    struct Progress {
        var place: Bytes
        var step: Int
    }

    /// Reads one object and gives the place behind it; `nil` if it cannot be read. This is the way of records that look
    /// like the one learnt; others go on with `readOtherRow` from where they differ.
    @inline(__always)
    func readRow(_ start: Bytes, _ row: Int, _ record: Int, _ scanner: inout JSONScanner) -> Bytes? {
        let steps = template.steps
        let stepEnd = steps + (isLearning ? 0 : template.count)
        var step = steps
        var place = start
        while step < stepEnd, JSONTemplate.matches(step, place) {
            place += step.pointee.count
            if let next = Self.readPlainValue(step.pointee.kind, step.pointee.target, place, row) {
                place = JSONTemplate.advance(step, from: place, to: next)
            } else {
                guard let next = readValue(place, step.pointee.column, row, &scanner) else { return nil }
                place = next
            }
            step += 1
        }
        if step == stepEnd, step > steps, place[0] == UInt8(ascii: "}"), template.absent.isEmpty { return place + 1 }
        return readOtherRow(Progress(place: place, step: step - steps), row, record, &scanner)
    }

    /// Reads a record where it lies, if it is an object that looks like the one learnt and all its values are plain. What stands
    /// behind it may be anything, with a newline somewhere: a record that does not end where it should is found out at the last.
    @inline(__always)
    func readRow(of record: RecordBlock.Record, _ row: Int) -> Bool {
        guard let value = record.value, let base = value.baseAddress, !isLearning, template.count > 0,
            template.absent.isEmpty || !options.failsOnMissingField
        else { return false }
        let start = base.assumingMemoryBound(to: UInt8.self)
        let stepEnd = template.steps + template.count
        var step = template.steps
        var place = start
        while step < stepEnd {
            guard JSONTemplate.matches(step, place) else { return false }
            place += step.pointee.count
            let kind = step.pointee.kind
            if kind == .skipped, let end = record.end(ofJSONFrom: place - start) {
                place = start + end
            } else {
                guard let next = Self.readPlainValue(kind, step.pointee.target, place, row) else { return false }
                if kind == .skipped, next - place >= Self.passedBytesMin, next - start <= value.count {
                    record.passOver(json: place - start..<next - start)
                }
                place = JSONTemplate.advance(step, from: place, to: next)
            }
            step += 1
        }
        guard place[0] == UInt8(ascii: "}"), place - start < value.count else { return false }
        for index in template.absent { column(index).setNull(row) }
        return true
    }

    /// A value that nobody asks for is worth a note to other readers from so many bytes on.
    private static let passedBytesMin = 128

    @inline(__always)
    private static func readPlainValue(
        _ kind: JSONTarget.Kind,
        _ target: JSONTarget.Address,
        _ place: Bytes,
        _ row: Int
    ) -> Bytes? {
        switch kind {
        case .skipped: return JSONTarget.skip(place)
        case .string: return JSONTarget.string(target, place, row)
        case .integer: return JSONTarget.integer(target, place, row)
        case .decimal: return JSONTarget.decimal(target, place, row)
        case .double: return JSONTarget.double(target, place, row)
        case .timestamp: return JSONTarget.timestamp(target, place, row)
        case .fineTimestamp: return JSONTarget.fineTimestamp(target, place, row)
        case .slow: return nil
        }
    }

    /// Reads on in a record that has other fields than the one learnt, or in another order.
    @inline(never)
    private func readOtherRow(_ start: Progress, _ row: Int, _ record: Int, _ scanner: inout JSONScanner) -> Bytes? {
        let asked = fields.count
        var place = start.place
        var step = start.step
        var misses = 0
        var found = 0
        for index in 0..<step where template.steps[index].column < asked {
            targets[template.steps[index].column].record = record
            found += 1
        }
        let stepCount = isLearning ? 0 : template.count
        while true {
            var column: Int
            if step < stepCount, JSONTemplate.matches(template.steps + step, place) {
                column = template.steps[step].column
                place += template.steps[step].count
                step += 1
            } else if place[0] == UInt8(ascii: "}"), start.step > 0 || misses > 0 {
                place += 1
                break
            } else {
                misses += 1
                column = 0
                guard let next = readName(place, isFirst: misses == 1 && start.step == 0, &column, &step, &scanner)
                else { return nil }
                place = next
                if column < 0 { break }
            }
            if column < asked {
                // Flink: once as many fields are read as there are columns, the rest is skipped.
                if found >= asked {
                    column = asked
                } else {
                    targets[column].record = record
                    found += 1
                }
            }
            guard let next = readAnyValue(place, column, row, &scanner) else { return nil }
            place = next
        }
        return finishRow(row, record, found, misses, &scanner, place) ? place : nil
    }

    @inline(never)
    private func readAnyValue(_ place: Bytes, _ column: Int, _ row: Int, _ scanner: inout JSONScanner) -> Bytes? {
        if column < fields.count, let nulls = self.column(column).nulls { nulls[row] = 0 }
        if usesTemplate, let next = Self.readPlainValue(targets[column].kind, targets + column, place, row) {
            return next
        }
        return readValue(place, column, row, &scanner)
    }

    /// Reads to the next value by the grammar. The column becomes that of the value, or -1 behind the object.
    private func readName(
        _ start: Bytes,
        isFirst: Bool,
        _ column: inout Int,
        _ step: inout Int,
        _ scanner: inout JSONScanner
    ) -> Bytes? {
        var place = start
        if isFirst {
            place = scanner.skipSpace(place)
            guard place[0] == UInt8(ascii: "{") else { return scanner.fail(place, "no JSON object") }
            place += 1
        }
        var name = JSONScanner.Name()
        guard let next = scanner.member(place, isFirst: isFirst, &name) else { return nil }
        guard !name.isObjectEnd, let text = name.start else {
            column = -1
            return next
        }
        column = self.column(of: text, name) ?? fields.count
        if isLearning {
            template.learn(start, next, column: column)
        } else if column < fields.count {
            step = template.step(after: column, otherwise: step)
        }
        return next
    }

    /// The column of a member's name.
    func column(of start: Bytes, _ name: JSONScanner.Name) -> Int? {
        guard name.hasEscapes else { return names.index(start, count: name.count) }
        scratch.removeAll()
        JSONEscapes.decode(UnsafeBufferPointer(start: start, count: name.count), to: scratch)
        return names.index(scratch.start, count: scratch.count)
    }

    /// Makes columns without a field NULL, and takes note of records that look unlike the ones before.
    private func finishRow(
        _ row: Int,
        _ record: Int,
        _ found: Int,
        _ misses: Int,
        _ scanner: inout JSONScanner,
        _ place: Bytes
    ) -> Bool {
        if found < fields.count, options.failsOnMissingField {
            failedColumn = fields.indices.first { targets[$0].record != record }
            _ = scanner.fail(place, "the field is missing")
            return false
        }
        for index in fields.indices where targets[index].record != record { column(index).setNull(row) }
        if isLearning {
            template.install(targets)
            isLearning = false
        } else if usesTemplate, misses * 2 > template.count {
            isLearning = true
        }
        return true
    }
}
