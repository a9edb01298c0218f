import Crypto
import Hummingbird

/// The console's page: one file without anything from elsewhere, embedded in the program. It holds no data, so it needs
/// no key; what it shows comes from the feed, which does.
struct ConsolePage: Sendable {
    private let body: ByteBuffer
    private let headers: HTTPFields

    init() {
        let page = String(decoding: PackageResources.console_html, as: UTF8.self)
        body = ByteBuffer(string: page)
        headers = [
            .contentType: "text/html;charset=utf-8", .cacheControl: "no-store",
            .contentSecurityPolicy: Self.policy(page), .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer",
        ]
    }

    var response: Response {
        Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// The content security policy of a page: only its own script and style run, known by their hashes, and only this
    /// server is talked to.
    static func policy(_ page: String) -> String {
        let scripts = hashes(page, "script")
        let styles = hashes(page, "style")
        return "default-src 'none'; script-src \(scripts); style-src \(styles); connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }

    private static func hashes(_ page: String, _ element: String) -> String {
        let parts = page.split(separator: "<\(element)>"[...], omittingEmptySubsequences: false).dropFirst()
        let sources = parts.compactMap { part in
            part.split(separator: "</\(element)>"[...], maxSplits: 1, omittingEmptySubsequences: false).first.map {
                text in
                "'sha256-\(TopicRecords.base64(Array(SHA256.hash(data: Array(text.utf8)))))'"
            }
        }
        return sources.isEmpty ? "'none'" : sources.joined(separator: " ")
    }
}
