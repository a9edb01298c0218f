import Primitives
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "[]", "{}", "[1,2.50,-3e10,\"a\"]", "{\"b\":1,\"a\":{\"c\":[null]}}",
        "\"\\\"\\\\\\n\\u0001é😀\"",
        "0.1000000000000000055511151231257827",
    ])
    func readsBackWhatItWrites(text: String) throws {
        #expect(try JSON(parsing: text).text == text)
    }

    @Test func unescapes() throws {
        #expect(try JSON(parsing: #""\u00e9\ud83d\ude00\/""#).string == "é😀/")
    }

    @Test(arguments: [
        ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\":1,\"a\":2}", 7), ("01", 2), ("1.", 2), ("\"\\x\"", 3), ("nul", 0),
        ("\"a", 2), ("1 2", 2), ("\"\\ud800\"", 7), ("{1:2}", 1), ("[1 2]", 3), ("\"\t\"", 1),
    ])
    func namesThePlaceOfAFault(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(error?.offset == offset)
    }

    @Test func refusesBadUTF8() {
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xC0, 0x80, 0x22]) }
    }

    @Test func refusesDeepNestingAndLongNumbers() throws {
        let deepest = JSONLimits.depthMax
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSON(parsing: nested(deepest)).array != nil)
        #expect(throws: JSONError.self) { try JSON(parsing: nested(deepest + 1)) }
        #expect(throws: JSONError.self) {
            try JSON(parsing: String(repeating: "9", count: JSONLimits.numberBytesMax + 1))
        }
    }

    // The examples of RFC 7386, appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#), (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        (#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func mergesPatches(target: String, patch: String, result: String) throws {
        #expect(try JSON(parsing: target).merging(patch: JSON(parsing: patch)).text == result)
    }

    @Test func survivesMutatedText() throws {
        let seed = Array(#"{"id":"a\u00e9","n":[1.5e3,-0,{"deep":[[[]]]}],"t":true,"z":null}"#.utf8)
        var random = SeededRandom(seed: 42)
        for _ in 0..<50_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard case .success(let value) = Result(catching: { try JSON(parsing: bytes) }) else { continue }
            #expect(try JSON(parsing: value.utf8) == value)
        }
    }
}
