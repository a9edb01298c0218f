import Domain

/// Entity tags (RFC 9110 §8.8.3): a resource's version in quotes.
enum EntityTag {
    /// The tag of a version.
    static func text(_ version: Int64) -> String { "\"\(version)\"" }

    /// The version that `If-Match` demands: nil without the header and for `*`; a version that no resource has for a
    /// well-formed tag that is not one of ours, so that it fails as RFC 9110 §13.1.1 says.
    static func expectedVersion(ifMatch header: String?) throws(Refusal) -> Int64? {
        guard let header else { return nil }
        let tags = try parsed(header, "If-Match")
        guard let tags else { return nil }
        guard tags.count == 1 else {
            throw Refusal(.malformed, "invalidIfMatch", "If-Match may name only one entity tag")
        }
        return tags[0].isWeak ? -1 : Int64(tags[0].value).flatMap { $0 > 0 ? $0 : nil } ?? -1
    }

    /// Whether `If-None-Match` names this version, so that 304 is due. Comparison is weak (RFC 9110 §13.1.2).
    static func matches(ifNoneMatch header: String?, version: Int64) throws(Refusal) -> Bool {
        guard let header else { return false }
        guard let tags = try parsed(header, "If-None-Match") else { return true }
        return tags.contains { $0.value == String(version) }
    }

    /// The tags of a header; nil for `*`.
    private static func parsed(_ header: String, _ name: String) throws(Refusal) -> [(value: Substring, isWeak: Bool)]?
    {
        if header == "*" { return nil }
        var tags: [(Substring, Bool)] = []
        for part in header.split(separator: ",", omittingEmptySubsequences: false) {
            var text = part
            while text.first == " " || text.first == "\t" { text.removeFirst() }
            while text.last == " " || text.last == "\t" { text.removeLast() }
            let isWeak = text.hasPrefix("W/")
            if isWeak { text = text.dropFirst(2) }
            guard text.utf8.count >= 2, text.first == "\"", text.last == "\"",
                !text.dropFirst().dropLast().contains("\"")
            else {
                throw Refusal(
                    .malformed,
                    "invalid\(name.filter { $0 != "-" })",
                    "\(name) must hold an entity tag such as \"3\", or *"
                )
            }
            tags.append((text.dropFirst().dropLast(), isWeak))
        }
        return tags
    }
}
