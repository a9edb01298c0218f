import StreamSQL

/// How the rows of a MATCH_RECOGNIZE are stored: what conditions and measures read of them, side by side in one block of memory,
/// and beside the input's columns what can be computed for a row alone, which is done for a whole batch at once.
///
/// A row is: event time | key's number, bytes of the block (UInt32 each) | 64 flags | fields and further flags | bytes of long
/// strings. A flag says that a field is NULL, or that a condition holds. The fields that conditions read of earlier rows come
/// first: a key keeps copies of them.
final class MatchLayout {
    /// A value in a stored row.
    struct Field: Hashable, Sendable {
        let type: PhysicalType
        /// In bytes from the row's start.
        let offset: Int
        /// The flag that says that it is NULL; -1 for the event time, which never is.
        let nullFlag: Int
    }

    /// What a field or a flag is computed from.
    enum Source: Hashable {
        /// A column of the input.
        case column(Int)
        /// An expression over the input's columns.
        case expression(BoundExpression)
    }

    /// Where flags and fields begin.
    static let headerBytes = 16
    private static let keyOffset = 8
    private static let sizeOffset = 12

    /// How the input's columns lie in memory.
    let inputTypes: [PhysicalType]
    private let timeColumn: Int
    private(set) var fields: [(source: Source, field: Field)] = []
    private(set) var conditions: [(expression: BoundExpression, flag: Int)] = []
    /// Bytes of a row without those of its long strings.
    private(set) var stride = headerBytes
    private var nextFlag = 0
    private var flagsLeft = 0
    private var flagWords: [Int] = []
    private(set) var hasBoxed = false
    private var hotFields: [Source: Field] = [:]
    /// Bytes behind the header that a key keeps copies of, with the fields that conditions read of earlier rows.
    private(set) var hotBytes = 0

    /// A layout without fields for an input.
    init(inputTypes: [DataType], timeColumn: Int) {
        self.inputTypes = inputTypes.map { PhysicalType($0.logical) }
        self.timeColumn = timeColumn
    }

    private func addFlag() throws(MatchRefusal) -> Int {
        if flagsLeft == 0 {
            guard flagWords.count * UInt64.bitWidth < MatchLimits.flags else {
                throw .tooLarge("columns and conditions", limit: MatchLimits.flags)
            }
            flagWords.append(stride)
            nextFlag = stride * 8
            flagsLeft = UInt64.bitWidth
            stride += 8
        }
        flagsLeft -= 1
        nextFlag += 1
        return nextFlag - 1
    }

    /// The field of a source, made if there is none.
    func field(_ source: Source) throws(MatchRefusal) -> Field {
        if source == .column(timeColumn) { return Field(type: .int64, offset: 0, nullFlag: -1) }
        return try stored(source)
    }

    /// The field of a source among those that keys keep copies of. These must be asked for before all other fields.
    func hotField(_ source: Source) throws(MatchRefusal) -> Field {
        if let known = hotFields[source] { return known }
        precondition(fields.count == hotFields.count, "a field that keys keep comes first")
        let field = try stored(source)
        hotFields[source] = field
        hotBytes = stride - Self.headerBytes
        return field
    }

    /// Whether keys keep copies of a field.
    func isHot(_ field: Field) -> Bool {
        field.offset >= Self.headerBytes && field.offset < Self.headerBytes + hotBytes
    }

    private func stored(_ source: Source) throws(MatchRefusal) -> Field {
        if let known = fields.first(where: { $0.source == source }) { return known.field }
        let type =
            switch source {
            case .column(let index): inputTypes[index]
            case .expression(let expression): PhysicalType(expression.type.logical)
            }
        let flag = try addFlag()
        let field = Field(type: type, offset: stride, nullFlag: flag)
        stride += field.type.stride == 16 ? 16 : 8
        hasBoxed = hasBoxed || field.type == .boxed
        fields.append((source, field))
        return field
    }

    /// The flag that says that a condition over the input's columns is true.
    func condition(_ expression: BoundExpression) throws(MatchRefusal) -> Int {
        if let known = conditions.first(where: { $0.expression == expression }) { return known.flag }
        let flag = try addFlag()
        conditions.append((expression, flag))
        return flag
    }

    /// A number that differs between layouts: state of another plan is not read as if it were this one's.
    var signature: UInt32 {
        var hash: UInt32 = 2_166_136_261
        for (_, field) in fields {
            hash = (hash ^ UInt32(field.type.rawValue) ^ UInt32(field.offset) << 4) &* 16_777_619
        }
        for (_, flag) in conditions { hash = (hash ^ UInt32(flag)) &* 16_777_619 }
        return hash ^ UInt32(stride)
    }

    // MARK: Access

    /// The event time of a row.
    @inline(__always)
    static func time(_ row: UnsafeMutableRawPointer) -> Int64 { row.load(as: Int64.self) }

    /// The number of a row's key.
    @inline(__always)
    static func key(_ row: UnsafeMutableRawPointer) -> UInt32 { row.load(fromByteOffset: keyOffset, as: UInt32.self) }

    /// The size of a row's block.
    @inline(__always)
    static func sizeClass(_ row: UnsafeMutableRawPointer) -> BlockMemory.SizeClass {
        BlockMemory.sizeClass(Int(row.load(fromByteOffset: sizeOffset, as: UInt32.self)))
    }

    /// Whether a flag of a row is set.
    @inline(__always)
    static func isSet(_ row: UnsafeMutableRawPointer, _ flag: Int) -> Bool {
        row.load(fromByteOffset: flag &>> 3, as: UInt8.self) &>> UInt8(truncatingIfNeeded: flag & 7) & 1 != 0
    }

    /// Sets a flag of a row.
    @inline(__always)
    static func set(_ row: UnsafeMutableRawPointer, _ flag: Int) {
        let byte = row.load(fromByteOffset: flag &>> 3, as: UInt8.self)
        row.storeBytes(of: byte | 1 &<< UInt8(truncatingIfNeeded: flag & 7), toByteOffset: flag &>> 3, as: UInt8.self)
    }

    /// Whether a field of a row is NULL.
    @inline(__always)
    static func isNull(_ row: UnsafeMutableRawPointer, _ field: Field) -> Bool {
        field.nullFlag >= 0 && isSet(row, field.nullFlag)
    }

    /// A new row without flags and fields.
    ///
    /// - Parameter bytes: of the block, at least `stride`.
    @inline(__always)
    func begin(time: Int64, key: UInt32, bytes: Int, _ memory: BlockMemory) -> UnsafeMutableRawPointer {
        let row = memory.allocate(bytes)
        row.storeBytes(of: time, as: Int64.self)
        row.storeBytes(of: key, toByteOffset: Self.keyOffset, as: UInt32.self)
        row.storeBytes(of: UInt32(truncatingIfNeeded: bytes), toByteOffset: Self.sizeOffset, as: UInt32.self)
        return row
    }

    /// Clears all flags of a row.
    @inline(__always)
    func clearFlags(of rows: UnsafeBufferPointer<UnsafeMutableRawPointer>) {
        for word in flagWords {
            for row in rows { row.storeBytes(of: 0, toByteOffset: word, as: UInt64.self) }
        }
    }

    /// Forgets the boxed values of a row, which is given back.
    @inline(never)
    func releaseBoxes(_ row: UnsafeMutableRawPointer, _ boxes: MatchBoxes) {
        for (_, field) in fields where field.type == .boxed {
            boxes.remove(row.load(fromByteOffset: field.offset, as: Int.self))
        }
    }

    /// Sets a field to NULL.
    func setNull(_ field: Field, of row: UnsafeMutableRawPointer, _ boxes: MatchBoxes) {
        Self.set(row, field.nullFlag)
        row.storeBytes(of: 0, toByteOffset: field.offset, as: UInt64.self)
        if field.type.stride == 16 { row.storeBytes(of: 0, toByteOffset: field.offset + 8, as: UInt64.self) }
        if field.type == .boxed {
            row.storeBytes(of: boxes.insert(.null), toByteOffset: field.offset, as: Int.self)
        }
    }
}

/// Boxed values of stored rows, which refer to them by number.
final class MatchBoxes {
    private(set) var values: [Value] = []
    private var free: [Int] = []

    /// Keeps a value and gives its number.
    func insert(_ value: Value) -> Int {
        if let index = free.popLast() {
            values[index] = value
            return index
        }
        values.append(value)
        return values.count - 1
    }

    /// Forgets a value.
    func remove(_ index: Int) {
        values[index] = .null
        free.append(index)
    }
}
