import Foundation
import Primitives

/// Checks JSON against a definition of a swagger 2.0 file: types, required members, enumerations, date-times, references.
struct Swagger {
    let definitions: JSON

    init(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file),
            let definitions = try JSON(parsing: data)["definitions"]
        else { throw CocoaError(.fileReadCorruptFile) }
        self.definitions = definitions
    }

    /// What is wrong with a value, by path.
    func faults(_ value: JSON, _ definition: String) -> [String] {
        check(value, definitions[definition] ?? .null, path: definition)
    }

    private func check(_ value: JSON, _ schema: JSON, path: String) -> [String] {
        if let reference = schema["$ref"]?.string {
            return faults(value, String(reference.split(separator: "/").last!)).map { "\(path) -> \($0)" }
        }
        var faults: [String] = []
        for part in schema["allOf"]?.array ?? [] { faults += check(value, part, path: path) }
        if let allowed = schema["enum"]?.array, !allowed.contains(value) {
            faults.append("\(path): \(value.text) is not allowed")
        }
        switch (schema["type"]?.string, value) {
        case ("string", .string(let text)):
            if schema["format"] == "date-time", Timestamp(text) == nil {
                faults.append("\(path): \(text) is no date-time")
            }
        case ("boolean", .bool), ("number", .number), (nil, _): break
        case ("integer", .number(let number)) where number.integer != nil: break
        case ("array", .array(let elements)):
            for (index, element) in elements.enumerated() {
                faults += check(element, schema["items"] ?? .null, path: "\(path)[\(index)]")
            }
        case ("object", .object): break
        case (let type?, _): faults.append("\(path): \(value.kind) instead of \(type)")
        }
        guard case .object(let object) = value else { return faults }
        for required in schema["required"]?.array ?? [] where object[required.string ?? ""] == nil {
            faults.append("\(path).\(required.string ?? "") is missing")
        }
        for property in schema["properties"]?.object?.members ?? [] {
            if let member = object[property.key] {
                faults += check(member, property.value, path: "\(path).\(property.key)")
            }
        }
        return faults
    }
}
