import WireProtocol

/// Refuses requests that the lenient decoder would accept.
///
/// The decoder has no limit for empty lines before a request, nor for the sizes, extensions and
/// trailers of chunks. It accepts any number of spaces between the parts of a request line, and the
/// names of protocols other than HTTP.
///
/// It sees all bytes except those of bodies with a stated length.
///
/// Source: RFC 9112 §2.2 (empty lines), §2.3 (the protocol's name), §3 (single spaces), §7.1.1 (a
/// limit for extensions).
struct FramingJudge: Sendable {
    /// Maximum size of a head with the empty lines before it, in bytes: twice that of its fields.
    static let headByteLimit = 2 * ServerLimits.headerListByteLimit
    /// Maximum size of a chunked body with its framing, in bytes: twice the limit of a body.
    static let chunkedByteLimit = 2 * StrictJSON.requestByteLimit

    /// The prefix of the third part of a request line, which is case-sensitive.
    private static let protocolName = Array("HTTP/".utf8)
    /// Index of the protocol in the request line, after method and target.
    private static let protocolPart = 2

    private enum Place {
        /// Before the first byte of a request other than line ends.
        case before
        /// In a part of the request line, by its index and the number of its bytes so far.
        case requestLine(part: Int, byteCount: Int)
        case fields
        case body
    }

    private var place = Place.before
    private var byteCount = 0
    /// The refusal of the bytes so far; nil if nothing is wrong.
    private(set) var refusal: ServerRefusal?

    /// Notes the end of a head.
    mutating func headEnded() {
        place = .body
        byteCount = 0
    }

    /// Notes the end of a request.
    mutating func requestEnded() {
        place = .before
        byteCount = 0
    }

    /// Judges the next bytes.
    mutating func judge(_ bytes: some Sequence<UInt8>, count: Int) {
        byteCount += count
        if case .body = place {
            if byteCount > Self.chunkedByteLimit { refusal = .bodyTooLong }
            return
        }
        if byteCount > Self.headByteLimit { refusal = .notHTTP }
        for byte in bytes {
            if case .fields = place { break }
            judge(byte)
        }
    }

    private mutating func judge(_ byte: UInt8) {
        let isLineEnd = byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
        let isSpace = byte == UInt8(ascii: " ")
        switch place {
        case .before where isLineEnd, .fields, .body: break
        case .before:
            // A leading space is left to the decoder, but a second one is refused here.
            place = .requestLine(part: 0, byteCount: isSpace ? 0 : 1)
        case .requestLine(let part, let count) where isLineEnd:
            if part == Self.protocolPart, count < Self.protocolName.count { refusal = .notHTTP }
            place = .fields
        case .requestLine(_, byteCount: 0) where isSpace: refusal = .notHTTP
        case .requestLine(let part, _) where isSpace:
            place = .requestLine(part: part + 1, byteCount: 0)
        case .requestLine(let part, let count):
            if part == Self.protocolPart, count < Self.protocolName.count,
                byte != Self.protocolName[count]
            {
                refusal = .notHTTP
            }
            place = .requestLine(part: part, byteCount: count + 1)
        }
    }
}
