/// The watermark that holds before each row; NULL before there is one. Flink: CURRENT_WATERMARK.
final class WatermarkKernel: Kernel {
    private let result = Column(.int64, capacity: 1)

    init() { super.init(.int64, cost: 1) }

    override func compute(_ frame: Frame) throws -> Column {
        guard let watermarks = frame.batch.watermarks else {
            throw EvaluationError("CURRENT_WATERMARK is supported only right behind a table")
        }
        prepare(result, frame)
        for row in 0..<frame.count {
            let watermark = watermarks.int64s[frame.rows.map { Int($0[row]) } ?? row]
            if watermark == Watermark.start { result.setNull(row) } else { result.int64s[row] = watermark }
        }
        return result
    }
}
