import Domain

/// Finds the endpoint of a path: a trie of path segments, `{...}` standing for any one segment.
struct RouteTable: Sendable {
    /// A path as it was declared.
    struct Route: Sendable {
        /// Its place among the routes: a cheap key for metrics.
        let index: Int
        /// The path with its parameters' names, as metrics show it.
        let template: String
        /// What it leads to.
        let endpoint: Endpoint
    }

    private struct Node: Sendable {
        var children: [String: Int] = [:]
        var parameter: Int?
        var route: Int?
    }

    private var nodes = [Node()]
    private(set) var routes: [Route] = []

    /// All routes of the API.
    init() {
        for kind in ResourceKind.allCases {
            add(kind.schema.path, .collection(kind))
            add(kind.schema.path + "/{id}", .resource(kind))
        }
        for api in OpenAPI.allCases {
            add(api.basePath + "/hub", .hub(api))
            add(api.basePath + "/hub/{id}", .subscription(api))
            add(api.basePath + "/hub/{id}/pause", .pause(api))
            add(api.basePath + "/hub/{id}/resume", .resume(api))
            add(api.basePath + "/hub/{id}/attempts", .attempts(api))
            add(api.basePath + "/listener/{event}", .listener(api))
        }
        add("/bss/v1/fallout", .fallout)
        add("/bss/v1/fallout/{orderId}/retry", .retry)
        add("/bss/v1/fallout/{orderId}/skip", .skip)
        add("/bss/v1/fallout/{orderId}/assign", .assign)
        add("/bss/v1/orders/{id}/history", .history)
        add("/bss/v1/customers", .customers)
        add("/bss/v1/customers/{id}/audit", .audit)
        add("/bss/v1/fraud/cases/{id}/assign", .assignCase)
        add("/bss/v1/fraud/cases/{id}/review", .reviewCase)
        add("/bss/v1/fraud/cases/{id}/decide", .decideCase)
        add("/bss/v1/fraud/cases/{id}/close", .closeCase)
        add("/bss/v1/fraud/cases/{id}/notes", .noteCase)
        add("/bss/v1/fraud/alerts", .fraudAlerts)
        add("/bss/v1/fraud/report", .fraudReport)
        add("/bss/v1/overview", .overview)
        add("/bss/v1/keys", .keys)
        add("/bss/v1/keys/{id}", .key)
        add("/bss/v1/topics", .topics)
        add("/bss/v1/topics/{name}", .topic)
        add("/bss/v1/topics/{name}/records", .records)
        add("/bss/v1/jobs", .jobs)
        add("/bss/v1/jobs/{name}", .job)
        add("/bss/v1/jobs/{name}/stop", .stopJob)
        add("/bss/v1/jobs/{name}/savepoint", .savepointJob)
        add("/bss/v1/jobs/{name}/restart", .restartJob)
        add("/bss/v1/jobs/{name}/rehearsal", .rehearseJob)
        add("/bss/v1/sql", .sql)
        add("/bss/v1/shards", .shards)
        add("/bss/v1/backup", .backup)
        add("/bss/v1/feed", .feed)
        add("/metrics", .metrics)
        add("/healthz", .health)
        add("/readyz", .readiness)
        add("/", .console)
    }

    private mutating func add(_ template: String, _ endpoint: Endpoint) {
        var node = 0
        for segment in template.split(separator: "/") {
            let isParameter = segment.first == "{"
            if let next = isParameter ? nodes[node].parameter : nodes[node].children[String(segment)] {
                node = next
                continue
            }
            nodes.append(Node())
            if isParameter {
                nodes[node].parameter = nodes.count - 1
            } else {
                nodes[node].children[String(segment)] = nodes.count - 1
            }
            node = nodes.count - 1
        }
        precondition(nodes[node].route == nil, "\(template) is declared twice")
        nodes[node].route = routes.count
        routes.append(Route(index: routes.count, template: template, endpoint: endpoint))
    }

    /// The route of a path and the decoded segment in its parameter, empty without one; nil if there is none. One
    /// trailing slash is allowed.
    func route(for path: Substring) throws(Refusal) -> (route: Route, parameter: String)? {
        guard path.first == "/" else { return nil }
        var path = path.dropFirst()
        if path.last == "/" { path.removeLast() }
        var node = 0
        var parameter = ""
        if !path.isEmpty {
            for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
                if let next = nodes[node].children[String(segment)] {
                    node = next
                } else if let next = nodes[node].parameter, !segment.isEmpty {
                    parameter = try QueryParameters.decoded(segment, plusIsBlank: false)
                    node = next
                } else {
                    return nil
                }
            }
        }
        return nodes[node].route.map { (routes[$0], parameter) }
    }
}
