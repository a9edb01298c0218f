import Storage

/// The SQL functions that look into documents. They are made by `migrate`, so that a condition on a document is one call
/// that Citus can push down to its workers.
///
/// A path is a jsonpath in lax mode in which every step unwraps arrays, up to three levels of arrays in arrays. A document
/// that PostgreSQL cannot read as jsonb meets no condition, rather than failing the query for all others.
enum DocumentFunctions {
    static let matches = "bss_document_matches"
    static let number = "bss_document_number"
    static let text = "bss_document_text"

    /// The statements that make the functions, or bring them to this program's version.
    static let definitions = [
        // U+0000, which jsonb refuses, is written as TextEncoding writes it.
        #"""
        CREATE OR REPLACE FUNCTION bss_document_scalars(document text, path text) RETURNS jsonb
        LANGUAGE plpgsql IMMUTABLE STRICT AS $function$
        BEGIN
            IF strpos(document, '\u000') > 0 THEN
                document := regexp_replace(document, '(?<!\\)((?:\\\\)*)\\u0001', '\1\\u0001\\u0002', 'g');
                document := regexp_replace(document, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\u0001\\u0001', 'g');
            END IF;
            RETURN jsonb_path_query_array(document::jsonb, path::jsonpath);
        EXCEPTION WHEN data_exception THEN
            RETURN '[]'::jsonb;
        END
        $function$
        """#,
        #"""
        CREATE OR REPLACE FUNCTION bss_document_matches(
            document text, path text, comparison text, literals text[], numbers numeric[]
        ) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $function$
        DECLARE
            scalars jsonb := bss_document_scalars(document, path);
            item jsonb;
            written text COLLATE "C";
            literal text COLLATE "C";
            compared integer;
        BEGIN
            FOR place IN 0 .. jsonb_array_length(scalars) - 1 LOOP
                item := scalars -> place;
                written := item #>> '{}';
                FOR choice IN 1 .. coalesce(array_length(literals, 1), 0) LOOP
                    literal := literals[choice];
                    IF comparison = 'contains' THEN
                        IF position(literal IN lower(written)) > 0 THEN RETURN true; END IF;
                        EXIT;
                    END IF;
                    IF numbers[choice] IS NOT NULL AND jsonb_typeof(item) = 'number' THEN
                        compared := sign(item::numeric - numbers[choice]);
                    ELSE
                        compared := CASE WHEN written < literal THEN -1 WHEN written = literal THEN 0 ELSE 1 END;
                    END IF;
                    IF comparison = 'equals' AND compared = 0 THEN RETURN true; END IF;
                    IF comparison <> 'equals' THEN
                        IF comparison = 'less' AND compared < 0 OR comparison = 'atMost' AND compared <= 0
                            OR comparison = 'greater' AND compared > 0 OR comparison = 'atLeast' AND compared >= 0
                        THEN RETURN true; END IF;
                        EXIT;
                    END IF;
                END LOOP;
            END LOOP;
            RETURN false;
        END
        $function$
        """#,
        // What is missing sorts first, then numbers by value, then texts.
        #"""
        CREATE OR REPLACE FUNCTION bss_document_number(document text, path text) RETURNS numeric
        LANGUAGE plpgsql IMMUTABLE STRICT AS $function$
        DECLARE
            item jsonb := bss_document_scalars(document, path) -> 0;
        BEGIN
            IF item IS NULL THEN RETURN '-Infinity'::numeric; END IF;
            IF jsonb_typeof(item) = 'number' THEN RETURN item::numeric; END IF;
            RETURN 'Infinity'::numeric;
        END
        $function$
        """#,
        #"""
        CREATE OR REPLACE FUNCTION bss_document_text(document text, path text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT AS $function$
        DECLARE
            item jsonb := bss_document_scalars(document, path) -> 0;
        BEGIN
            IF item IS NULL OR jsonb_typeof(item) = 'number' THEN RETURN ''; END IF;
            RETURN item #>> '{}';
        END
        $function$
        """#,
    ]

    /// A path as the functions take it.
    static func path(_ steps: [String]) -> String {
        "$[*][*]" + steps.map { "." + quoted($0) + "[*][*]" }.joined()
            + #" ? (@.type() == "string" || @.type() == "number" || @.type() == "boolean")"#
    }

    // A jsonpath member in the escapes of JSON.
    private static func quoted(_ step: String) -> String {
        var text = "\""
        for scalar in TextEncoding.encoded(step).unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\" + String(scalar)
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    /// Literals as an array of texts; those of `contains` without regard to ASCII case.
    static func literals(_ comparison: DocumentComparison, _ literals: [String]) -> String {
        precondition(
            literals.count <= StorageLimits.valuesPerConditionMax,
            "\(literals.count) literals in one condition"
        )
        let quoted = literals.map { literal in
            var text = TextEncoding.encoded(literal)
            if comparison == .contains { text = folded(text) }
            return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return "{" + quoted.joined(separator: ",") + "}"
    }

    /// The literals that are JSON numbers, as an array with nulls for the others.
    static func numbers(_ literals: [String]) -> String {
        "{" + literals.map { isNumber($0) ? $0 : "NULL" }.joined(separator: ",") + "}"
    }

    private static func folded(_ text: String) -> String {
        String(
            decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 },
            as: UTF8.self
        )
    }

    // RFC 8259 §6, with as many digits as numeric has room for.
    private static func isNumber(_ text: String) -> Bool {
        text.utf8.count <= 1_000
            && text.wholeMatch(of: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?/) != nil
    }
}
