/// Finds what someone may have meant who misspelled a name.
public enum Spelling {
    /// The longest name that is compared; longer ones are hardly typed by hand.
    static let lengthMax = 64

    /// The candidate that differs least from a name, case aside, if it differs little: by at most a third of the name's
    /// letters. The first of several.
    public static func closest(to name: String, in candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard wanted.count <= lengthMax else { return nil }
        var limit = (wanted.count + 2) / 3
        var best: String?
        for candidate in candidates {
            let letters = Array(candidate.lowercased().utf8)
            guard letters.count <= lengthMax, abs(letters.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, letters)
            if distance < limit || distance == limit && best == nil {
                best = candidate
                limit = distance
            }
        }
        return best
    }

    /// The fewest changes that make one text the other: a letter put in, taken out or replaced, or two neighbours swapped
    /// (optimal string alignment).
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        let width = second.count + 1
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * width) { rows in
            guard var beforeLast = rows.baseAddress else { return 0 }
            var last = beforeLast + width
            var row = last + width
            var j = 0
            while j < width {
                last[j] = j
                j += 1
            }
            var i = 1
            while i <= first.count {
                row[0] = i
                j = 1
                while j < width {
                    let isEqual = first[i - 1] == second[j - 1]
                    var best = last[j - 1] + (isEqual ? 0 : 1)
                    if last[j] + 1 < best { best = last[j] + 1 }
                    if row[j - 1] + 1 < best { best = row[j - 1] + 1 }
                    if i > 1, j > 1, first[i - 1] == second[j - 2], first[i - 2] == second[j - 1],
                        beforeLast[j - 2] + 1 < best
                    {
                        best = beforeLast[j - 2] + 1
                    }
                    row[j] = best
                    j += 1
                }
                (beforeLast, last, row) = (last, row, beforeLast)
                i += 1
            }
            return last[width - 1]
        }
    }
}
