// swift-tools-version: 6.2
// The import table is the design's (docs/architecture.md); TidyTests compares it with this file.
import PackageDescription

let settingsWithoutMemberImports: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]
let settings = settingsWithoutMemberImports + [.enableUpcomingFeature("MemberImportVisibility")]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let swiftCSV = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")

func library(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    path: String? = nil,
    resources: [Resource] = [],
    settings: [SwiftSetting] = settings
)
    -> Target
{
    .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "bss",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "bss", targets: ["bss"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["JSON"]),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", exact: "0.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .executableTarget(name: "bss", dependencies: ["Commands"], swiftSettings: settings),
        .target(name: "CCRC32C"),
        .target(name: "CStreamKernels"),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CRDKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),

        library("Primitives"),
        library("Domain", ["Primitives", crypto]),
        library("Storage", ["Primitives"]),
        library("EventLog", ["Primitives"]),
        library("SQLiteStorage", ["Storage", "Primitives", grdb, grdbSQLite, logging]),
        library("PostgresStorage", ["Storage", "Primitives", "CPostgres", logging]),
        library("ScratchPostgres", ["PostgresStorage"]),
        library("SegmentLog", ["EventLog", "Primitives", "CCRC32C", logging]),
        library("KafkaLog", ["EventLog", "Primitives", "CRDKafka", logging]),
        library("TestBroker"),
        library("FlinkGateway", ["Primitives", asyncHTTPClient, logging, nioCore, nioHTTP1]),
        library(
            "Playground",
            ["Primitives", asyncHTTPClient, logging, nioCore, nioHTTP1],
            resources: [.embedInCode("Flink/flink-config.yaml")]
        ),
        library(
            "Verification",
            [
                "PostgresStorage", "KafkaLog", "FlinkGateway", "Storage", "EventLog", "Primitives", asyncHTTPClient,
                logging, nioCore, nioHTTP1,
            ]
        ),
        library("StreamSQL"),
        library(
            "StreamRuntime",
            ["StreamSQL", "EventLog", "Primitives", "CStreamKernels", crypto],
            // Debug builds, and so all tests, check at run time that no access overlaps another; row by row that is 4 % of a job.
            settings: settings + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]
        ),
        library("Operations", ["Domain", "Storage", "EventLog", "Primitives", crypto, logging, metrics]),
        library(
            "HTTPAPI",
            ["Operations", "Domain", "Primitives", hummingbird, crypto, logging, metrics, coreMetrics],
            resources: [.embedInCode("console.html")]
        ),
        library(
            "Server",
            [
                "HTTPAPI", "Operations", "Domain", "SQLiteStorage", "PostgresStorage", "SegmentLog", "KafkaLog",
                "Storage",
                "EventLog", "Primitives", "StreamRuntime", "StreamSQL", asyncHTTPClient, configuration, crypto,
                hummingbird, hummingbirdCore, lifecycle,
                logging, metrics, nioCore, nioHTTP1, unixSignals,
            ],
            resources: [
                .embedInCode("BuiltInJobs/customer-analytics.sql"), .embedInCode("BuiltInJobs/order-analytics.sql"),
                .embedInCode("BuiltInJobs/fraud-detection.sql"),
            ]
        ),
        library("TerminalKit"),
        library("Workloads", ["Primitives", asyncHTTPClient, histogram, logging, nioCore, nioHTTP1]),
        library(
            "Benchmarks",
            [
                "Server", "HTTPAPI", "Operations", "Domain", "SQLiteStorage", "SegmentLog", "Storage", "EventLog",
                "PostgresStorage", "ScratchPostgres", "KafkaLog", "CRDKafka", "TestBroker", "Primitives", "TerminalKit",
                "Workloads", "StreamSQL", "StreamRuntime", asyncHTTPClient, grdbSQLite,
                histogram, hummingbird, lifecycle, logging, nioCore, nioHTTP1,
            ],
            path: "Benchmarks",
            resources: [
                "streaming/orders.sql", "streaming/a.sql", "streaming/b.sql", "streaming/c1.sql", "streaming/c2.sql",
                "yardstick/tumbling.cpp", "yardstick/tumbling.py", "yardstick/JobTimer.java",
            ].map { .embedInCode($0) },
            // Glibc's structures count as members of SwiftNIO's C module wherever a target imports both.
            settings: settingsWithoutMemberImports
        ),
        library(
            "Commands",
            [
                "Server", "HTTPAPI", "Operations", "Domain", "SQLiteStorage", "SegmentLog", "Storage", "EventLog",
                "PostgresStorage", "KafkaLog", "FlinkGateway", "Playground", "Verification",
                "Primitives", "TerminalKit", "Workloads", "Benchmarks", "StreamSQL", "StreamRuntime", argumentParser,
                asyncHTTPClient, lifecycle, swiftCSV, logging, nioCore, nioHTTP1, unixSignals,
            ]
        ),

        tests("TidyTests", []),
        tests("PrimitivesTests", ["Primitives"]),
        tests("DomainTests", ["Domain", "Primitives"]),
        tests(
            "StorageTests",
            ["Storage", "SQLiteStorage", "PostgresStorage", "ScratchPostgres", "Primitives", logging]
        ),
        tests(
            "EventLogTests",
            ["EventLog", "SegmentLog", "KafkaLog", "CRDKafka", "TestBroker", "Primitives", logging]
        ),
        tests("FlinkGatewayTests", ["FlinkGateway", "Primitives", asyncHTTPClient, logging, hummingbird, nioCore]),
        tests("PlaygroundTests", ["Playground", "Primitives", logging]),
        tests("VerificationTests", ["Verification", "Primitives", logging]),
        tests("StreamSQLTests", ["StreamSQL"]),
        tests("StreamRuntimeTests", ["StreamRuntime", "StreamSQL", "EventLog", "SegmentLog", "Primitives", logging]),
        tests(
            "JobsTests",
            [
                "StreamRuntime", "StreamSQL", "EventLog", "SegmentLog", "KafkaLog", "TestBroker", "Primitives",
                "Workloads", logging,
            ]
        ),
        tests("TerminalKitTests", ["TerminalKit"]),
        tests(
            "OperationsTests",
            [
                "Operations", "Domain", "SQLiteStorage", "PostgresStorage", "ScratchPostgres", "SegmentLog", "Storage",
                "EventLog", "Primitives", logging,
            ]
        ),
        tests(
            "HTTPAPITests",
            [
                "HTTPAPI", "Server", "Operations", "Domain", "SQLiteStorage", "SegmentLog", "Storage", "EventLog",
                "Primitives",
                coreMetrics, httpTypes, hummingbird, hummingbirdTesting, logging, nioCore,
            ]
        ),
        tests("WorkloadsTests", ["Workloads", "Primitives", nioCore]),
        tests(
            "CommandsTests",
            [
                "Commands", "EventLog", "HTTPAPI", "KafkaLog", "TestBroker", "Operations", "PostgresStorage",
                "SQLiteStorage",
                "ScratchPostgres", "Storage", "Workloads", "Primitives", asyncHTTPClient, hummingbird, logging, nioCore,
                nioHTTP1,
            ]
        ),
    ]
)
