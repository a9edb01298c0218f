import Domain
import Operations
import Primitives
import Storage
import Testing

@testable import HTTPAPI

/// How a request's query is read.
@Suite struct QueryTests {
    private func listing(_ text: String) throws(Refusal) -> ListingRequest {
        try ListingRequest(try QueryParameters(text), pageMax: 50)
    }

    @Test func percentAndPlusDecodeAsFormsDo() throws {
        let cases = [
            ("a%20b", "a b"), ("a+b", "a b"), ("a%2Bb", "a+b"), ("%C3%A9", "é"), ("%e2%82%ac", "€"), ("", ""),
            ("plain", "plain"), ("%25", "%"),
        ]
        for (text, expected) in cases {
            #expect(try QueryParameters.decoded(text, plusIsBlank: true) == expected, "\(text)")
        }
        #expect(try QueryParameters.decoded("a+b", plusIsBlank: false) == "a+b")
        for bad in ["%", "%2", "%zz", "%2g", "%FF", "%C3", "%ED%A0%80", "abc%"] {
            #expect(throws: Refusal.self, "\(bad)") { try QueryParameters.decoded(bad, plusIsBlank: true) }
        }
    }

    @Test func parametersKeepTheirOrderAndMayRepeat() throws {
        let parameters = try QueryParameters("a=1&&b&a=2&c=x=y")
        #expect(parameters.parameters.map(\.name) == ["a", "b", "a", "c"])
        #expect(try parameters["b"] == "" && parameters["c"] == "x=y" && parameters["d"] == nil)
        #expect(throws: Refusal.self) { try parameters["a"] }
        #expect(throws: Refusal.self) { try QueryParameters("=1") }
        let tooMany = Array(repeating: "a=1", count: HTTPLimits.parametersMax + 1).joined(separator: "&")
        #expect(throws: Refusal.self) { try QueryParameters(tooMany) }
    }

    @Test func whateverIsNotReservedIsAFilter() throws {
        let query = try listing("state=held,pending&state=failed&relatedParty.id=7&name=Smith%2C%20John").query
        #expect(
            query.filters == [
                Filter(path: ["state"], values: ["held", "pending", "failed"]),
                Filter(path: ["relatedParty", "id"], values: ["7"]), Filter(path: ["name"], values: ["Smith, John"]),
            ]
        )
    }

    @Test func suffixesCompare() throws {
        let text = "a.gt=1&a.gte=2&a.lt=3&a.lte=4&a.like=5,6&a.eq=7,8&a=9&gt=10"
        let filters = try listing(text).query.filters
        #expect(
            filters.map(\.comparison.rawValue) == [
                "greater", "atLeast", "less", "atMost", "contains", "equals", "equals",
            ]
        )
        #expect(filters.map(\.path) == [["a"], ["a"], ["a"], ["a"], ["a"], ["a"], ["gt"]])
        #expect(filters.map(\.values) == [["1"], ["2"], ["3"], ["4"], ["5,6"], ["7", "8", "9"], ["10"]])
    }

    @Test func pagesAndSortsAreRead() throws {
        let query = try listing("offset=20&limit=10&sort=name,-orderDate,+a.b").query
        #expect(query.offset == 20 && query.limit == 10)
        #expect(query.sort.map(\.path) == [["name"], ["orderDate"], ["a", "b"]])
        #expect(query.sort.map(\.isAscending) == [true, false, true])
        #expect(try listing("").query.limit == 50)
        #expect(try listing("cursor=abc").query.cursor == "abc")
    }

    @Test func badListingsAreRefused() {
        let filters = (0...OperationLimits.filtersMax).map { "a\($0)=1" }.joined(separator: "&")
        for bad in [
            "limit=0", "limit=51", "limit=-1", "limit=1.5", "limit=", "limit=1&limit=2", "offset=-1",
            "offset=99999999999999999999", "offset=1&cursor=x", "a..b=1", ".a=1", "a.=1", "a.b.c.d.e.f.g.h.i=1",
            "sort=-", "sort=a,b,c,d,e,f,g,h,i", "fields=a..b", "name=%FF", "%zz=1", filters,
        ] {
            #expect(throws: Refusal.self, "\(bad)") { try listing(bad) }
        }
    }

    @Test func fieldsSelectAtAnyDepth() throws {
        let document = try #require(
            try JSON(
                parsing: #"{"id":"1","href":"/1","name":"n","@type":"T","a":{"b":1,"c":{"d":2,"e":3}},"#
                    + #""list":[{"x":1,"y":2},{"y":3},4]}"#
            ).object
        )
        let cases = [
            ("none", #"{"id":"1","href":"/1","@type":"T"}"#),
            ("name", #"{"id":"1","href":"/1","name":"n","@type":"T"}"#),
            ("a.c.d", #"{"id":"1","href":"/1","@type":"T","a":{"c":{"d":2}}}"#),
            ("a.c.d,a", #"{"id":"1","href":"/1","@type":"T","a":{"b":1,"c":{"d":2,"e":3}}}"#),
            ("a,a.b", #"{"id":"1","href":"/1","@type":"T","a":{"b":1,"c":{"d":2,"e":3}}}"#),
            ("a.b&fields=list.x", #"{"id":"1","href":"/1","@type":"T","a":{"b":1},"list":[{"x":1},{},4]}"#),
        ]
        for (fields, expected) in cases {
            let selection = try #require(try FieldSelection(try QueryParameters("fields=" + fields)))
            #expect(JSON.object(selection.applied(to: document)).text == expected, "\(fields)")
        }
        #expect(try FieldSelection(try QueryParameters("name=x")) == nil)
    }

    @Test func linksLeadThroughThePages() throws {
        func links(_ text: String, count: Int, total: Int, next: String? = nil) throws -> String {
            let parameters = try QueryParameters(text)
            let query = try ListingRequest(parameters, pageMax: 50).query
            return PageLinks(path: "/p", parameters: parameters, query: query)
                .header(count: count, total: total, next: next)
        }
        #expect(
            try links("name=a%20b&limit=10&offset=10", count: 10, total: 35)
                == "</p?name=a%20b&offset=0&limit=10>; rel=\"first\", </p?name=a%20b&offset=20&limit=10>; rel=\"next\", "
                + "</p?name=a%20b&offset=0&limit=10>; rel=\"prev\", </p?name=a%20b&offset=30&limit=10>; rel=\"last\""
        )
        #expect(
            try links("limit=10", count: 10, total: 35, next: "k+/=").contains(
                "</p?cursor=k%2B%2F%3D&limit=10>; rel=\"next\""
            )
        )
        #expect(!(try links("cursor=x&limit=10", count: 5, total: 35)).contains("rel=\"next\""))
        #expect(try links("limit=10", count: 0, total: 0) == "</p?offset=0&limit=10>; rel=\"first\"")
        #expect(try links("limit=10&offset=3", count: 10, total: 13).contains("</p?offset=0&limit=10>; rel=\"prev\""))
        // Nothing from the query may break out of the header's syntax.
        #expect(try links("a=<b>\"\\", count: 0, total: 0).hasPrefix("</p?a=%3Cb%3E%22%5C&offset=0"))
    }
}
