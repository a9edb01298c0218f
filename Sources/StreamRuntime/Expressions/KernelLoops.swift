/// The values of an operand as a loop reads them.
struct Input<Element: BitwiseCopyable> {
    let base: UnsafeMutablePointer<Element>
    /// Whether all rows have the first one's value.
    let isConstant: Bool

    @inline(__always)
    init(_ base: UnsafeMutablePointer<Element>, of kernel: Kernel) {
        self.base = base
        isConstant = kernel is ConstantKernel
    }
}

/// Loops over whole columns. The functions are inlined and so is what they are given: each call is a loop of its own.
enum KernelLoops {
    @inline(__always)
    static func map<Element: BitwiseCopyable, Result: BitwiseCopyable>(
        _ operand: UnsafeMutablePointer<Element>,
        _ result: UnsafeMutablePointer<Result>,
        _ count: Int,
        _ transform: (Element) -> Result
    ) {
        for row in 0..<count { result[row] = transform(operand[row]) }
    }

    @inline(__always)
    static func zip<Left: BitwiseCopyable, Right: BitwiseCopyable, Result: BitwiseCopyable>(
        _ left: Input<Left>,
        _ right: Input<Right>,
        _ result: UnsafeMutablePointer<Result>,
        _ count: Int,
        _ combine: (Left, Right) -> Result
    ) {
        let (first, second) = (left.base, right.base)
        if right.isConstant {
            let value = second[0]
            for row in 0..<count { result[row] = combine(first[row], value) }
        } else if left.isConstant {
            let value = first[0]
            for row in 0..<count { result[row] = combine(value, second[row]) }
        } else {
            for row in 0..<count { result[row] = combine(first[row], second[row]) }
        }
    }

    /// A number without its highest bits: as an integer of a smaller width.
    @inline(__always)
    static func wrapped(_ value: Int64, _ spare: Int64) -> Int64 { (value &<< spare) &>> spare }

    /// 1 for true.
    @inline(__always)
    static func byte(_ condition: Bool) -> UInt8 { condition ? 1 : 0 }
}

/// How two values compare.
enum Comparison {
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual

    /// The same with the sides exchanged.
    var flipped: Comparison {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    /// Whether it holds for an order (less than, equal to, greater than 0).
    @inline(__always)
    func holds(_ order: Int) -> Bool {
        switch self {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }
}
