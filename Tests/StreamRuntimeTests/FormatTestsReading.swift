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
        var outcome = Outcome()
        let batch = Batch(types, capacity: 4)
        reader.begin(batch)
        func turn() {
            reader.end()
            outcome.rows += batch.rows
            batch.reset()
            reader.begin(batch)
        }
        for record in input {
            do {
                _ = try record.withUnsafeBytes { try reader.add($0) }
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
