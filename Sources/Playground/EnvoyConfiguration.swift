/// The edge in front of the program's servers, as Envoy reads it: limits on what comes in, health checks, ejection of a
/// server that fails, and retries of what may safely be asked twice.
public struct EnvoyConfiguration: Sendable, Hashable {
    /// A server of the program.
    public struct Upstream: Sendable, Hashable {
        /// Its name or address.
        public let host: String
        /// Its port.
        public let port: Int
    }

    /// The address to listen on.
    public let address: String
    /// The port to listen on.
    public let port: Int
    /// The port of the administration, which listens on the same address.
    public let adminPort: Int
    /// The servers; they stand in for each other.
    public let upstreams: [Upstream]
    /// The file that requests are logged into, a JSON object each.
    public let accessLog: String

    /// Bytes of the largest body that is let through: what the program itself takes at most unless set otherwise.
    static let bodyBytesMax = 262_144
    /// Requests per second that are let through.
    static let requestsPerSecondMax = 2_000

    /// The file.
    public var text: String { "# Written by: bss playground\n" + admin + listener + clusters }

    private static let type = "\"@type\": type.googleapis.com/envoy"

    private var admin: String {
        """
        node: {id: edge, cluster: bss-edge}
        admin:
          address: {socket_address: {address: \(address), port_value: \(adminPort)}}
        overload_manager:
          refresh_interval: 0.25s
          resource_monitors:
          - name: envoy.resource_monitors.global_downstream_max_connections
            typed_config:
              \(Self.type).extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig
              max_active_downstream_connections: 10000
        static_resources:

        """
    }

    private var listener: String {
        """
          listeners:
          - name: edge
            address: {socket_address: {address: \(address), port_value: \(port)}}
            per_connection_buffer_limit_bytes: 1048576
            filter_chains:
            - filters:
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  \(Self.type).extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: edge
                  use_remote_address: true
                  normalize_path: true
                  merge_slashes: true
                  path_with_escaped_slashes_action: REJECT_REQUEST
                  max_request_headers_kb: 32
                  request_headers_timeout: 5s
                  stream_idle_timeout: 60s
                  common_http_protocol_options: {idle_timeout: 300s, headers_with_underscores_action: REJECT_REQUEST, max_headers_count: 64}
                  http2_protocol_options: {max_concurrent_streams: 100}
                  access_log:
                  - name: envoy.access_loggers.file
                    typed_config:
                      \(Self.type).extensions.access_loggers.file.v3.FileAccessLog
                      path: \(accessLog)
                      log_format:
                        json_format: {time: "%START_TIME%", method: "%REQ(:METHOD)%", path: "%REQ(:PATH)%", status: "%RESPONSE_CODE%", flags: "%RESPONSE_FLAGS%", milliseconds: "%DURATION%", upstream: "%UPSTREAM_HOST%", attempts: "%UPSTREAM_REQUEST_ATTEMPT_COUNT%"}

        """ + routes + filters
    }

    private var routes: String {
        // Asked twice only what changes nothing, or what carries the key by which the server knows that it was asked before.
        let safe =
            "{retry_on: \"connect-failure,refused-stream,reset,gateway-error\", num_retries: 2, "
            + "host_selection_retry_max_attempts: 3, retry_back_off: {base_interval: 0.025s, max_interval: 0.25s}, "
            + "retry_host_predicate: [{name: envoy.retry_host_predicates.previous_hosts, typed_config: {\(Self.type)"
            + ".extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate}}]}"
        return """
                      route_config:
                        name: edge
                        virtual_hosts:
                        - name: api
                          domains: ["*"]
                          include_request_attempt_count: true
                          retry_policy: {retry_on: "connect-failure,refused-stream", num_retries: 2}
                          routes:
                          - match: {path: /edge/healthz}
                            direct_response: {status: 200, body: {inline_string: "edge up\\n"}}
                          # Answers that go on for as long as the caller listens.
                          - match: {prefix: /bss/v1/feed}
                            route: {cluster: bss, timeout: 0s}
                          - match: {prefix: /bss/v1/sql}
                            route: {cluster: bss, timeout: 0s}
                          - match: {prefix: /bss/v1/topics}
                            route: {cluster: bss, timeout: 0s}
                          - match: {prefix: /, headers: [{name: ":method", string_match: {safe_regex: {regex: "GET|HEAD|OPTIONS"}}}]}
                            route: {cluster: bss, timeout: 15s, retry_policy: \(safe)}
                          - match: {prefix: /, headers: [{name: idempotency-key, present_match: true}]}
                            route: {cluster: bss, timeout: 15s, retry_policy: \(safe)}
                          - match: {prefix: /}
                            route: {cluster: bss, timeout: 15s}

            """
    }

    private var filters: String {
        """
                  http_filters:
                  - name: envoy.filters.http.local_ratelimit
                    typed_config:
                      \(Self.type).extensions.filters.http.local_ratelimit.v3.LocalRateLimit
                      stat_prefix: edge_limit
                      token_bucket: {max_tokens: \(Self.requestsPerSecondMax), tokens_per_fill: \(Self.requestsPerSecondMax), fill_interval: 1s}
                      filter_enabled: {default_value: {numerator: 100, denominator: HUNDRED}}
                      filter_enforced: {default_value: {numerator: 100, denominator: HUNDRED}}
                      enable_x_ratelimit_headers: DRAFT_VERSION_03
                      response_headers_to_add:
                      - {append_action: OVERWRITE_IF_EXISTS_OR_ADD, header: {key: retry-after, value: "1"}}
                  - name: envoy.filters.http.buffer
                    typed_config:
                      \(Self.type).extensions.filters.http.buffer.v3.Buffer
                      max_request_bytes: \(Self.bodyBytesMax)
                  - name: envoy.filters.http.router
                    typed_config: {\(Self.type).extensions.filters.http.router.v3.Router}

        """
    }

    private var clusters: String {
        let isNamed = upstreams.contains { !$0.host.allSatisfy { $0.isNumber || $0 == "." } }
        let endpoints = upstreams.map {
            "        - endpoint: {address: {socket_address: {address: \($0.host), port_value: \($0.port)}}}\n"
        }
        return """
              clusters:
              - name: bss
                type: \(isNamed ? "STRICT_DNS" : "STATIC")
                connect_timeout: 0.25s
                lb_policy: LEAST_REQUEST
                # A server that is known to be dead gets no request, also when all are.
                common_lb_config: {healthy_panic_threshold: {value: 0}}
                health_checks:
                - timeout: 1s
                  interval: 1s
                  no_traffic_interval: 1s
                  unhealthy_threshold: 2
                  healthy_threshold: 1
                  http_health_check: {path: /readyz, host: edge.health}
                outlier_detection:
                  consecutive_gateway_failure: 3
                  enforcing_consecutive_gateway_failure: 100
                  consecutive_5xx: 10
                  interval: 1s
                  base_ejection_time: 5s
                  max_ejection_percent: 100
                circuit_breakers:
                  thresholds:
                  - {priority: DEFAULT, max_connections: 256, max_pending_requests: 256, max_requests: 1000, track_remaining: true}
                load_assignment:
                  cluster_name: bss
                  endpoints:
                  - lb_endpoints:

            """ + endpoints.joined()
    }
}
