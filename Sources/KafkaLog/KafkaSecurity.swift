import EventLog
import Foundation

/// How the brokers know who calls, and whether the way to them is encrypted. Secrets are in files, never in settings.
public struct KafkaSecurity: Sendable {
    /// Kafka's `security.protocol`.
    public enum WireProtocol: String, Sendable, CaseIterable {
        /// Neither encrypted nor authenticated: for brokers on this machine.
        case plaintext
        /// TLS.
        case tls = "ssl"
        /// SASL without encryption: the password of `PLAIN` can be read on the way.
        case sasl = "sasl_plaintext"
        /// SASL inside TLS.
        case saslOverTLS = "sasl_ssl"
    }

    /// Kafka's `sasl.mechanism`.
    public enum Mechanism: String, Sendable, CaseIterable {
        /// The password itself.
        case plain = "PLAIN"
        /// Salted challenge and response, SHA-256.
        case scramSHA256 = "SCRAM-SHA-256"
        /// Salted challenge and response, SHA-512.
        case scramSHA512 = "SCRAM-SHA-512"
    }

    /// The protocol.
    public var wireProtocol: WireProtocol
    /// A file of certificates (PEM) that the brokers' are checked against; nil takes the system's.
    public var authorityFile: String?
    /// A file with this client's certificate (PEM), if the brokers ask for one.
    public var certificateFile: String?
    /// A file with the certificate's key (PEM).
    public var keyFile: String?
    /// A file with the password of `keyFile`.
    public var keyPasswordFile: String?
    /// The mechanism of SASL.
    public var mechanism: Mechanism
    /// The user of SASL.
    public var user: String?
    /// A file with the user's password.
    public var passwordFile: String?

    /// The bytes of a file with a password that are read.
    private static let passwordBytesMax = 4_096

    /// Security with these parts; the default is none.
    public init(
        _ wireProtocol: WireProtocol = .plaintext,
        authorityFile: String? = nil,
        certificateFile: String? = nil,
        keyFile: String? = nil,
        keyPasswordFile: String? = nil,
        mechanism: Mechanism = .scramSHA512,
        user: String? = nil,
        passwordFile: String? = nil
    ) {
        self.wireProtocol = wireProtocol
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.keyPasswordFile = keyPasswordFile
        self.mechanism = mechanism
        self.user = user
        self.passwordFile = passwordFile
    }

    /// librdkafka's properties.
    ///
    /// - Throws: `EventLogError.invalidConfiguration` if a file is missing or something is left out.
    func properties() throws(EventLogError) -> [(String, String)] {
        var properties = [("security.protocol", wireProtocol.rawValue)]
        if wireProtocol == .tls || wireProtocol == .saslOverTLS {
            for (name, path) in [
                ("ssl.ca.location", authorityFile), ("ssl.certificate.location", certificateFile),
                ("ssl.key.location", keyFile),
            ] {
                guard let path else { continue }
                guard FileManager.default.isReadableFile(atPath: path) else {
                    throw .invalidConfiguration("\(path) cannot be read")
                }
                properties.append((name, path))
            }
            if let keyPasswordFile { properties.append(("ssl.key.password", try Self.secret(keyPasswordFile))) }
        }
        if wireProtocol == .sasl || wireProtocol == .saslOverTLS {
            guard let user, let passwordFile else {
                throw .invalidConfiguration("SASL needs a user and a file with the user's password")
            }
            properties.append(("sasl.mechanism", mechanism.rawValue))
            properties.append(("sasl.username", user))
            properties.append(("sasl.password", try Self.secret(passwordFile)))
        }
        return properties
    }

    private static func secret(_ path: String) throws(EventLogError) -> String {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= passwordBytesMax else {
            throw .invalidConfiguration("\(path) with a password cannot be read")
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard !text.isEmpty else { throw .invalidConfiguration("\(path) holds no password") }
        return text
    }
}
