import Foundation
import StreamSQL

@testable import StreamRuntime

/// Rows as stream tests write them: values with `, ` between, NULL as such, texts as they are.
enum SltText {
    static func row(_ values: [Value], _ types: [DataType]) -> String {
        let canonical = CanonicalRow.text(values, types, .insert)
        // why: what CanonicalRow writes is JSON
        let items = try? JSONSerialization.jsonObject(with: Data(canonical.utf8)) as? [Any]
        return (items ?? []).dropFirst().map(text).joined(separator: ", ")
    }

    private static func text(_ item: Any) -> String {
        switch item {
        case let text as String: text
        case let list as [Any]: "[" + list.map(text).joined(separator: ", ") + "]"
        default: "NULL"
        }
    }
}
