import Domain
import Operations

/// What a GET on a collection asks for (TMF630 part 1: filtering, attribute selection, paging, sorting).
///
/// `offset`, `limit`, `cursor`, `sort` and `fields` are reserved; every other parameter is a filter on the attribute of
/// that path. Several values, in one parameter with commas or in several, mean any of them; different attributes are
/// all to be met.
struct ListingRequest: Sendable {
    let query: ResourceQuery
    let fields: FieldSelection?

    init(_ parameters: QueryParameters, pageMax: Int) throws(Refusal) {
        let offset = try parameters.integer("offset", in: 0...Int64(Int32.max)) ?? 0
        let limit = try parameters.integer("limit", in: 1...Int64(pageMax))
        let cursor = try parameters["cursor"]
        if cursor != nil, offset != 0 {
            throw Refusal(.malformed, "invalidPage", "cursor and offset exclude each other")
        }
        fields = try FieldSelection(parameters)
        query = ResourceQuery(
            filters: try Self.filters(parameters),
            sort: try Self.sort(parameters),
            offset: Int(offset),
            limit: limit.map(Int.init) ?? min(OperationLimits.pageDefault, pageMax),
            cursor: cursor
        )
    }

    /// The steps of a dotted path.
    static func path(_ text: some StringProtocol) throws(Refusal) -> [String] {
        let steps = Substring(text).split(separator: Character("."), omittingEmptySubsequences: false).map(String.init)
        guard !steps.contains(""), steps.count <= HTTPLimits.pathStepsMax else {
            throw Refusal(
                .malformed,
                "invalidPath",
                "\(text.prefix(100)) is not an attribute path",
                message: "names joined by dots, at most \(HTTPLimits.pathStepsMax)"
            )
        }
        return steps
    }

    private static func sort(_ parameters: QueryParameters) throws(Refusal) -> [ResourceQuery.Sort] {
        guard let text = try parameters["sort"], !text.isEmpty else { return [] }
        var sort: [ResourceQuery.Sort] = []
        for part in text.split(separator: ",") {
            // A plus (TMF630 allows +name) arrives as a blank.
            let isDescending = part.first == "-"
            let name = isDescending || part.first == "+" || part.first == " " ? part.dropFirst() : part
            sort.append(ResourceQuery.Sort(path: try path(name), ascending: !isDescending))
        }
        guard sort.count <= HTTPLimits.sortsMax else {
            throw Refusal(.malformed, "tooManySorts", "at most \(HTTPLimits.sortsMax) attributes to sort by")
        }
        return sort
    }

    private static let reserved: Set<String> = ["offset", "limit", "cursor", "sort", "fields"]

    private static func filters(_ parameters: QueryParameters) throws(Refusal) -> [Filter] {
        var filters: [Filter] = []
        var equalities: [[String]: Int] = [:]
        for parameter in parameters.parameters where !reserved.contains(parameter.name) {
            var steps = try path(parameter.name)
            if steps.count > 1, let suffix = suffixes[steps[steps.count - 1]] {
                steps.removeLast()
                if let suffix {
                    let value = try QueryParameters.decoded(parameter.rawValue, plusIsBlank: true)
                    filters.append(compared(steps, suffix, value))
                    continue
                }
            }
            var values: [String] = []
            for part in parameter.rawValue.split(separator: ",", omittingEmptySubsequences: false) {
                values.append(try QueryParameters.decoded(part, plusIsBlank: true))
            }
            if let index = equalities[steps] {
                filters[index] = Filter(path: steps, values: filters[index].values + values)
            } else {
                equalities[steps] = filters.count
                filters.append(Filter(path: steps, values: values))
            }
        }
        guard filters.count <= OperationLimits.filtersMax else {
            throw Refusal(.malformed, "tooManyFilters", "at most \(OperationLimits.filtersMax) conditions")
        }
        return filters
    }

    /// TMF630's suffixes and the names of their comparisons; nil for equality.
    private static let suffixes: [String: String?] = [
        "eq": nil, "gt": "greater", "gte": "atLeast", "lt": "less", "lte": "atMost", "like": "contains",
    ]

    private static func compared(_ path: [String], _ name: String, _ value: String) -> Filter {
        guard let comparison = comparison(name, like: Filter(path: path, values: []).comparison) else {
            preconditionFailure("no comparison is called \(name)")
        }
        return Filter(path: path, comparison: comparison, values: [value])
    }

    // The comparison's type is Storage's, which this target may not import: it is inferred, never named.
    private static func comparison<Comparison: RawRepresentable>(
        _ name: String,
        like _: Comparison
    ) -> Comparison? where Comparison.RawValue == String {
        Comparison(rawValue: name)
    }
}
