import StreamSQL

/// Which windows a time falls into, by slices: stretches that lie in the same windows as a whole, so that a row is added once
/// and windows are put together from slices. Flink: SliceAssigners.
struct WindowMath: Sendable {
    /// A stretch of time in ms; the end is exclusive.
    struct Stretch: Hashable, Sendable, Comparable {
        let start: Int64
        let end: Int64

        /// By end, then by start.
        static func < (left: Stretch, right: Stretch) -> Bool {
            left.end != right.end ? left.end < right.end : left.start < right.start
        }
    }

    private enum Kind {
        case tumble
        case hop
        case cumulate
        /// Each row says its window.
        case assigned
    }

    private let kind: Kind
    private let size: Int64
    /// Slide of HOP, step of CUMULATE.
    private let step: Int64
    private let width: Int64
    private let offset: Int64

    /// The windows of an aggregate; nil for SESSION, which has no slices.
    init?(_ window: LogicalPlan.Window) {
        offset = window.offset
        switch window.kind {
        case .tumble(let size): (kind, self.size, step, width) = (.tumble, size, size, size)
        case .hop(let slide, let size):
            (kind, self.size, step, width) = (.hop, size, slide, Self.greatestCommonDivisor(size, slide))
        case .cumulate(let step, let size): (kind, self.size, self.step, width) = (.cumulate, size, step, step)
        case .assigned: (kind, size, step, width) = (.assigned, 0, 0, 0)
        case .session: return nil
        }
    }

    private static func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }

    /// The greatest multiple of a unit, shifted by the offset, that is not above a time.
    private func floor(_ time: Int64, _ unit: Int64) -> Int64 {
        let remainder = (time &- offset) % unit
        return time &- (remainder < 0 ? remainder &+ unit : remainder)
    }

    /// The slice of a time. Not for assigned windows.
    func slice(of time: Int64) -> Stretch {
        let start = floor(time, width)
        return Stretch(start: start, end: start &+ width)
    }

    /// The windows that contain a slice, in the order of their ends.
    func windows(of slice: Stretch) -> [Stretch] {
        switch kind {
        case .tumble, .assigned: return [slice]
        case .hop:
            var windows: [Stretch] = []
            var start = floor(slice.start, step)
            while start &+ size >= slice.end {
                windows.append(Stretch(start: start, end: start &+ size))
                start &-= step
            }
            return windows.reversed()
        case .cumulate:
            let start = floor(slice.start, size)
            return stride(from: slice.end, through: start &+ size, by: Int(step)).map { Stretch(start: start, end: $0) }
        }
    }

    /// The end of the last window that contains a slice: a row that comes after it is late.
    func lastEnd(of slice: Stretch) -> Int64 {
        switch kind {
        case .tumble, .assigned: slice.end
        case .hop: floor(slice.start, step) &+ size
        case .cumulate: floor(slice.start, size) &+ size
        }
    }

    /// The last slice end that a watermark has passed: windows end nowhere else. Not for assigned windows.
    func boundary(of watermark: Int64) -> Int64 {
        watermark == Watermark.start || watermark == Watermark.end ? watermark : floor(watermark &+ 1, width)
    }

    /// Whether windows are put together from several slices.
    var isShared: Bool { kind == .hop || kind == .cumulate }

    /// The slices of a window that may have rows, in the order in which Flink merges them: those of HOP from the newest one.
    func slices(of window: Stretch) -> [Stretch] {
        guard isShared else { return [window] }
        let slices = stride(from: window.start, to: window.end, by: Int(width)).map {
            Stretch(start: $0, end: $0 &+ width)
        }
        return kind == .hop ? slices.reversed() : slices
    }
}
