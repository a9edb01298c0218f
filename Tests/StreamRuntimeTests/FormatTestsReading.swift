import EventLog
import Primitives

@testable import StreamRuntime

/// Ways of putting bytes into a reader.
enum FormatTestsReading {
    /// What a reader made of some input: rows, or the error, and what was counted.
    struct Outcome: Equatable {
        var rows: [[Value]] = []
        var errors: [RowFormatError] = []
    }

    /// The input as lines, in pieces of a size, with chunks of a size, into batches of a capacity. Reading goes on
    /// behind errors.
    static func lines(
        _ input: [UInt8],
        _ reader: any RowReader,
        _ types: [PhysicalType],
        piece: Int = 1 << 20,
        chunk: Int = 1 << 20,
        capacity: Int = 2048
    ) throws -> Outcome {
        let lines = LineBuffer(chunkSize: chunk)
        let batch = Batch(types, capacity: capacity)
        var outcome = Outcome()
        func drain() {
            while !lines.isEmpty {
                do {
                    _ = try reader.read(lines, into: batch)
                } catch let error as RowFormatError {
                    outcome.errors.append(error)
                } catch {
                    fatalError("an error of another kind")
                }
                outcome.rows += batch.rows
                batch.reset()
            }
        }
        var offset = 0
        while offset < input.count {
            let space = try lines.space()
            let count = min(space.count, input.count - offset, piece)
            for index in 0..<count { space[index] = input[offset + index] }
            lines.commit(count)
            offset += count
            drain()
        }
        lines.finish()
        drain()
        return outcome
    }

    /// Each element of the input as a record.
    static func records(_ input: [[UInt8]], _ reader: any RowReader, _ types: [PhysicalType]) -> Outcome {
        read(input.indices, reader, types) { number in try input[number].withUnsafeBytes { try reader.add($0) } }
    }

    /// The records of a block.
    static func records(of block: RecordBlock, _ reader: any RowReader, _ types: [PhysicalType]) -> Outcome {
        read(block.records.indices, reader, types) { try reader.add($0, of: block) }
    }

    /// A block whose records lie side by side, with notes.
    static func block(_ records: [[UInt8]]) -> RecordBlock {
        let memory = RecordBytes(capacity: 1)
        for record in records { record.withUnsafeBytes { memory.append($0) } }
        let notes = memory.makeNotes(records.count)
        var start = 0
        let found = records.enumerated().map { number, record -> RecordBlock.Record in
            defer { start += record.count }
            return RecordBlock.Record(
                offset: Int64(number),
                timestamp: Timestamp(milliseconds: 0),
                key: nil,
                value: UnsafeRawBufferPointer(rebasing: memory.bytes[start..<start + record.count]),
                note: notes.map { $0 + number }
            )
        }
        return RecordBlock(
            source: TopicPartition("t", 0),
            records: found,
            lender: RecordBlock.Lender([memory]),
            headers: [:],
            nextOffset: Int64(records.count),
            endOffset: Int64(records.count)
        )
    }

    private static func read(
        _ numbers: Range<Int>,
        _ reader: any RowReader,
        _ types: [PhysicalType],
        _ add: (Int) throws -> Int
    ) -> Outcome {
        var outcome = Outcome()
        let batch = Batch(types, capacity: 4)
        reader.begin(batch)
        func turn() {
            reader.end()
            outcome.rows += batch.rows
            batch.reset()
            reader.begin(batch)
        }
        for number in numbers {
            do {
                _ = try add(number)
            } catch let error as RowFormatError {
                outcome.errors.append(error)
            } catch {
                fatalError("an error of another kind")
            }
            if reader.isFull { turn() }
        }
        turn()
        reader.end()
        return outcome
    }

    static func records(_ input: [String], _ reader: any RowReader, _ types: [PhysicalType]) -> Outcome {
        records(input.map { Array($0.utf8) }, reader, types)
    }
}
