import StreamRuntime
import StreamSQL

/// A pattern over abstract rows with what Flink's NFA answers, in one line of text, as `variables | skip | rows | watermarks |
/// answer`:
/// - a variable is `A1,-1g2,7`: its name, at least, at most (-1 for any), greedy or reluctant, kind of condition, limit;
/// - skip is how (0 past last row, 1 to next row, 2 to first, 3 to last), the variable and WITHIN (0 for none);
/// - a row is its time, a bit for each variable that it can be, and a value;
/// - a watermark is 1 where it rises to the row's time behind the row;
/// - the answer is for each match when it is emitted and the rows of each variable, or `! ` and why Flink refuses.
///
/// The kinds of conditions: 0 none; 1 the bit; the others the bit and: 2 the value is above the variable's row before; 3 the sum of
/// the variable's values is at most the limit; 4 the value is above the last row of the variable before.
struct MatchCase {
    struct Variable {
        let atLeast: Int
        let atMost: Int?
        let isGreedy: Bool
        let kind: Int
        let limit: Int64
    }

    struct Row {
        let time: Int64
        let bits: Int
        let value: Int64
    }

    let line: String
    var variables: [Variable] = []
    var skip = LogicalPlan.Match.Skip.pastLastRow
    var within: Int64?
    var rows: [Row] = []
    var advances: [Bool] = []
    let answer: String

    init(_ line: String) {
        self.line = line
        let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        for text in parts[0].split(separator: " ") { variables.append(Self.variable(String(text.dropFirst()))) }
        let skips = parts[1].split(separator: ",").map { Int($0) ?? 0 }
        skip = [.pastLastRow, .toNextRow, .toFirst(skips[1]), .toLast(skips[1])][skips[0]]
        within = skips[2] == 0 ? nil : Int64(skips[2])
        for text in parts[2].split(separator: " ") {
            let numbers = text.split(separator: ",").map { Int64($0) ?? 0 }
            rows.append(Row(time: numbers[0], bits: Int(numbers[1]), value: numbers[2]))
        }
        advances = parts[3].map { $0 == "1" }
        answer = parts[4]
    }

    private static func variable(_ text: String) -> Variable {
        let isGreedy = text.contains("g")
        let halves = text.split(separator: isGreedy ? "g" : "r")
        let (range, condition) = (halves[0].split(separator: ","), halves[1].split(separator: ","))
        let atMost = Int(range[1]) ?? 0
        return Variable(
            atLeast: Int(range[0]) ?? 0,
            atMost: atMost < 0 ? nil : atMost,
            isGreedy: isGreedy,
            kind: Int(condition[0]) ?? 0,
            limit: Int64(condition[1]) ?? 0
        )
    }

    // MARK: Plan

    static let time = DataType(.timestamp(3), isNullable: false)
    static let number = DataType(.bigint)
    static let truth = DataType(.boolean)

    /// Columns: key, time, the row's number, value, then a BOOLEAN for each variable.
    var inputTypes: [DataType] {
        [Self.number, Self.time, Self.number, Self.number] + variables.map { _ in Self.truth }
    }

    static func call(_ function: ScalarFunction, _ arguments: BoundExpression...) -> BoundExpression {
        BoundExpression(.call(function, arguments), truth)
    }

    var plan: LogicalPlan.Match {
        var references: [LogicalPlan.Match.Reference] = []
        func reference(_ reference: LogicalPlan.Match.Reference, _ type: DataType) -> BoundExpression {
            references.append(reference)
            return .column(references.count - 1, type)
        }
        func column(_ column: Int, _ variable: Int, first: Bool = false, offset: Int = 0) -> BoundExpression {
            let type = inputTypes[column]
            return reference(.column(column, variable: variable, fromFirst: first, offset: offset), type)
        }
        func above(_ value: BoundExpression, _ other: BoundExpression) -> BoundExpression {
            Self.call(.or, Self.call(.isNull, other), Self.call(.greater, value, other))
        }
        let value = BoundExpression.column(3, Self.number)
        let definitions = variables.enumerated().map { index, variable -> BoundExpression? in
            if variable.kind == 0 { return nil }
            let bit = column(4 + index, index)
            switch variable.kind {
            case 2: return Self.call(.and, bit, above(column(3, index), column(3, index, offset: 1)))
            case 3:
                let sum = reference(
                    .aggregate(.sum, value, variable: index, isDistinct: false, type: Self.number),
                    Self.number
                )
                let limit = BoundExpression.literal(.integer(variable.limit), Self.number)
                return Self.call(.and, bit, Self.call(.lessOrEqual, sum, limit))
            case 4 where index > 0: return Self.call(.and, bit, above(column(3, index), column(3, index - 1)))
            default: return bit
            }
        }
        var measures = [reference(.rowtime, Self.time)]
        for index in variables.indices {
            measures.append(column(2, index, first: true))
            let count = LogicalPlan.Match.Reference.aggregate(
                .count,
                nil,
                variable: index,
                isDistinct: false,
                type: Self.number
            )
            measures.append(reference(count, Self.number))
        }
        return LogicalPlan.Match(
            partition: [0],
            order: [LogicalPlan.Ordering(1, isAscending: true, nullsFirst: true)],
            pattern: .sequence(
                variables.enumerated().map { index, variable in
                    .repetition(
                        .variable(index),
                        atLeast: variable.atLeast,
                        atMost: variable.atMost,
                        isGreedy: variable.isGreedy
                    )
                }
            ),
            variables: variables.indices.map { Self.name($0) },
            definitions: definitions,
            measures: measures,
            references: references,
            skip: skip,
            within: within,
            schema: LogicalPlan.Schema(
                [LogicalPlan.Column("k", Self.number)]
                    + measures.enumerated().map { LogicalPlan.Column("m\($0.offset)", $0.element.type) }
            )
        )
    }

    static func name(_ variable: Int) -> String { String(UnicodeScalar(UInt8(65 + variable))) }

    /// A row as the plan reads it.
    func values(_ index: Int, key: Int64) -> [Value] {
        let row = rows[index]
        return [.int64(key), .int64(row.time), .int64(Int64(index)), .int64(row.value)]
            + variables.indices.map { .boolean(row.bits >> $0 & 1 != 0) }
    }

    /// Output rows in the form of the answer.
    func text(_ output: [[Value]]) -> String {
        output.map { row in
            guard case .int64(let time) = row[1] else { return "?" }
            var text = time == Int64.max ? "end:" : "\(time):"
            for variable in variables.indices {
                guard case .int64(let first) = row[2 + 2 * variable], case .int64(let count) = row[3 + 2 * variable],
                    count > 0
                else { continue }
                text += Self.name(variable) + (first..<(first + count)).map { "\($0)" }.joined(separator: ".")
            }
            return text
        }
        .joined(separator: " ")
    }
}
