import CoreVocabulary

/// The trace of a request, with the identifier of its span here.
///
/// Source: W3C Trace Context §3.2, version 00.
struct TraceContext: Hashable, Sendable {
    /// Name of the request header that carries it.
    static let header = "traceparent"
    /// Name of the answer's header with the identifier under which the log has the request.
    static let responseHeader = "traceresponse"

    private static let traceDigitCount = 32
    private static let spanDigitCount = 16

    /// The trace identifier, 32 hexadecimal digits.
    let traceID: String
    /// The span identifier of this request, 16 hexadecimal digits.
    let requestID: String
    /// The trace flags, two hexadecimal digits, which say if the trace is recorded.
    let flags: String

    /// Continues the trace of a header, or begins a new one if it is missing or malformed.
    init(_ header: String?, random: () -> UInt64) {
        requestID = Self.digits(random())
        if let header, let parts = Self.parts(of: header) {
            traceID = parts.traceID
            flags = parts.flags
        } else {
            traceID = Self.digits(random()) + Self.digits(random())
            flags = "00"
        }
    }

    /// The header value for the next span of the trace.
    var text: String { "00-\(traceID)-\(requestID)-\(flags)" }

    private static func parts(of header: String) -> (traceID: String, flags: String)? {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "00",
            isDigits(parts[1], count: traceDigitCount), parts[1].contains(where: { $0 != "0" }),
            isDigits(parts[2], count: spanDigitCount), parts[2].contains(where: { $0 != "0" }),
            isDigits(parts[3], count: 2)
        else { return nil }
        return (String(parts[1]), String(parts[3]))
    }

    private static func isDigits(_ text: Substring, count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy(\.isLowerCaseHexDigit)
    }

    /// Returns sixteen hexadecimal digits that are never all zero.
    private static func digits(_ number: UInt64) -> String {
        let text = String(max(number, 1), radix: 16)
        return String(repeating: "0", count: spanDigitCount - text.utf8.count) + text
    }
}
