import Foundation
import PostgresStorage
import ScratchPostgres
import Storage
import Testing

/// Connections over TLS to a server with a certificate, as a deployment has it.
@Suite(
    "PostgreSQL: TLS",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"))
)
struct PostgresEncryptionTests {
    /// A server on 127.0.0.1 whose certificate is for that address and signed by itself.
    private final class Server: Sendable {
        let folder: String
        private let port: Int
        private let server: ScratchPostgres

        init() throws {
            let folder = "/tmp/bss-tls-\(UUID().uuidString.prefix(8))"
            self.folder = folder
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            func openssl(_ words: String...) throws {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
                process.arguments = words
                process.standardError = FileHandle.nullDevice
                try process.run()
                process.waitUntilExit()
                #expect(process.terminationStatus == 0, "openssl \(words)")
            }
            for name in ["server", "other"] {
                try openssl(
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-days",
                    "1",
                    "-subj",
                    "/CN=\(name)",
                    "-keyout",
                    "\(folder)/\(name).key",
                    "-out",
                    "\(folder)/\(name).pem",
                    "-addext",
                    "subjectAltName=IP:127.0.0.1"
                )
            }
            // The server's key must be its own, and nobody else's to read.
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/server.key")
            if geteuid() == 0 {
                try FileManager.default.setAttributes(
                    [.ownerAccountName: ScratchPostgres.user],
                    ofItemAtPath: folder + "/server.key"
                )
            }
            port = try FreePort.several(1)[0]
            server = try ScratchPostgres(settings: [
                "listen_addresses = '127.0.0.1'", "port = \(port)", "ssl = on",
                "ssl_cert_file = '\(folder)/server.pem'", "ssl_key_file = '\(folder)/server.key'",
            ])
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary

        func address(_ host: String, _ options: String) throws -> PostgresAddress {
            try PostgresAddress(
                "postgresql://\(ScratchPostgres.user)@\(host):\(port)/postgres?\(options)"
            )
        }
    }

    @Test("a certificate of the right authority and host is taken, another refused, and the store works over it")
    func certificates() async throws {
        let server = try await ScratchPostgres.aside { try Server() }
        let verified = try server.address("127.0.0.1", "sslmode=verify-full&sslrootcert=\(server.folder)/server.pem")
        let connection = try PostgresConnection(verified)
        #expect(connection.isEncrypted)
        #expect(
            try connection.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()").texts == [
                ["t", "TLSv1.3"]
            ]
        )

        let wrongAuthority = try server.address(
            "127.0.0.1",
            "sslmode=verify-full&sslrootcert=\(server.folder)/other.pem"
        )
        let refused = #expect(throws: PostgresFailure.self) { try PostgresConnection(wrongAuthority) }
        #expect(
            refused.map { "\($0)" }?.contains("certificate verify failed") == true,
            "\(String(describing: refused))"
        )
        let wrongHost = try server.address("localhost", "sslmode=verify-full&sslrootcert=\(server.folder)/server.pem")
        let elsewhere = #expect(throws: PostgresFailure.self) { try PostgresConnection(wrongHost) }
        #expect(
            elsewhere.map { "\($0)" }?.contains("does not match host name") == true,
            "\(String(describing: elsewhere))"
        )

        let store = PostgresStorage(verified, writers: 1, readers: 1)
        try await store.migrate(Samples.migrations)
        try await store.write(scope: Samples.customer(1)) { try $0.insert(Samples.note(1, 1)) }
        #expect(try await store.read { try $0.row(Samples.notes, key: Samples.key(1, 1)) } != nil)
        try await store.close()
    }
}
