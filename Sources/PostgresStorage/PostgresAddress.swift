import CPostgres

/// Where a PostgreSQL server is and how to get in: a URL (`postgresql://user@host:5432/database?sslmode=verify-full`) or
/// libpq's `keyword=value` form, with the password kept out of every text it is shown as.
///
/// What it does not say, libpq takes from `PGHOST`, `PGUSER`, `PGPASSWORD`, `PGPASSFILE`, `~/.pgpass` and their like.
public struct PostgresAddress: Sendable, Hashable, CustomStringConvertible {
    /// libpq's keywords with their values (postgresql.org/docs/15/libpq-connect.html, 34.1.2).
    public private(set) var parameters: [String: String]

    /// Reads an address.
    ///
    /// - Throws: `PostgresFailure` if libpq cannot make sense of it; the text never repeats the address.
    public init(_ text: String) throws(PostgresFailure) {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            // libpq's message may quote the text, and with it a password.
            PQfreemem(message)
            throw PostgresFailure(
                "the PostgreSQL address is neither a postgresql:// URL nor a list of keyword=value pairs"
            )
        }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        // A password with an unescaped slash ends up here, where it would be shown.
        guard (parameters["port"] ?? "").utf8.allSatisfy({ $0 == 0x2C || (0x30...0x39).contains($0) }) else {
            throw PostgresFailure(
                "the port of the PostgreSQL address is no number: write special characters of a password as %XX"
            )
        }
        self.parameters = parameters
    }

    /// The same address with a parameter set, or taken away by nil.
    public func with(_ keyword: String, _ value: String?) -> PostgresAddress {
        var copy = self
        copy.parameters[keyword] = value
        return copy
    }

    /// The same server and user, another database.
    public func database(_ name: String) -> PostgresAddress { with("dbname", name) }

    /// The address as libpq reads it, its password included: for configuration files and environments only.
    public var connectionString: String {
        parameters.sorted { $0.key < $1.key }.map { keyword, value in
            "\(keyword)='" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
        }.joined(separator: " ")
    }

    /// The address for people: `user@host:port/database`, never with a password.
    public var description: String {
        let user = parameters["user"].map { "\($0)@" } ?? ""
        let host = parameters["host"] ?? parameters["hostaddr"] ?? "localhost"
        let port = parameters["port"] ?? "5432"
        return "\(user)\(host):\(port)/\(parameters["dbname"] ?? parameters["user"] ?? "")"
    }

    /// `text` without anything that could be the password in it.
    func redacted(_ text: String) -> String {
        guard let password = parameters["password"], !password.isEmpty else { return text }
        return text.replacing(password, with: "***")
    }
}
