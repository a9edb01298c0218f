import Operations

/// The `Link` header of a page (RFC 8288; TMF630: first, next, prev, last). The next page goes by cursor where the
/// listing gives one, so that deep lists cost the same everywhere.
struct PageLinks {
    /// The path of the collection.
    let path: String
    let parameters: QueryParameters
    let query: ResourceQuery

    /// The header's value for a page with so many resources of so many.
    func header(count: Int, total: Int, next: String?) -> String {
        var links = [link("first", offset: 0)]
        if let next {
            links.append(link("next", cursor: next))
        } else if query.cursor == nil, query.offset + count < total, count > 0 {
            links.append(link("next", offset: query.offset + count))
        }
        if query.offset > 0 { links.append(link("prev", offset: max(0, query.offset - query.limit))) }
        if total > 0 { links.append(link("last", offset: (total - 1) / query.limit * query.limit)) }
        return links.joined(separator: ", ")
    }

    private func link(_ relation: String, offset: Int) -> String {
        link(relation, "offset=\(offset)&limit=\(query.limit)")
    }

    private func link(_ relation: String, cursor: String) -> String {
        link(relation, "cursor=\(Self.encoded(cursor, keeping: ""))&limit=\(query.limit)")
    }

    private func link(_ relation: String, _ position: String) -> String {
        var text = "<\(path)?"
        for parameter in parameters.parameters where !["offset", "limit", "cursor"].contains(parameter.name) {
            text += Self.encoded(parameter.raw, keeping: "%=+,:;@/?!$'()*") + "&"
        }
        return text + "\(position)>; rel=\"\(relation)\""
    }

    /// Percent-encodes what RFC 3986 does not call unreserved, except the bytes in `keeping`.
    static func encoded(_ text: String, keeping: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            case _ where keeping.utf8.contains(byte): result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
