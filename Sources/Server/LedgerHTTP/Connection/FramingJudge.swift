import WireProtocol

/// Refuses what the decoder would let pass.
///
/// The decoder has no limit for empty lines before a request, nor for the sizes, extensions and
/// trailers of chunks, it takes any number of spaces between the parts of a request line, and it takes the
/// names of other protocols than HTTP.
///
/// It sees every byte but those of bodies whose length was told.
///
/// Source: RFC 9112 §2.2 (empty lines), §2.3 (the protocol's name), §3 (single spaces), §7.1.1 (a limit for extensions).
struct FramingJudge: Sendable {
    /// The most bytes of a head, empty lines before it included: twice what its fields may have.
    static let headByteLimit = 2 * ServerLimits.headerListByteLimit
    /// The most bytes of a body in chunks, framing included: twice what the body itself may have.
    static let chunkedByteLimit = 2 * StrictJSON.requestByteLimit

    /// What the third part of a request line begins with, in capitals alone.
    private static let protocolName = Array("HTTP/".utf8)
    /// The part of a request line that names the protocol, after method and target.
    private static let protocolPart = 2

    private enum Place {
        /// Before the first byte of a request that is no end of a line.
        case before
        /// In a part of the request line, counted from zero, after so many of its bytes.
        case requestLine(part: Int, byteCount: Int)
        case fields
        case body
    }

    private var place = Place.before
    private var byteCount = 0
    /// The refusal of what came so far; nil as long as nothing is wrong.
    private(set) var refusal: ServerRefusal?

    /// A head was read.
    mutating func headEnded() {
        place = .body
        byteCount = 0
    }

    /// A request was read to its end.
    mutating func requestEnded() {
        place = .before
        byteCount = 0
    }

    /// Takes the next bytes.
    mutating func take(_ bytes: some Sequence<UInt8>, count: Int) {
        byteCount += count
        if case .body = place {
            if byteCount > Self.chunkedByteLimit { refusal = .bodyTooLong }
            return
        }
        if byteCount > Self.headByteLimit { refusal = .notHTTP }
        for byte in bytes {
            if case .fields = place { break }
            take(byte)
        }
    }

    private mutating func take(_ byte: UInt8) {
        let isLineEnd = byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
        let isSpace = byte == UInt8(ascii: " ")
        switch place {
        case .before where isLineEnd, .fields, .body: break
        case .before:
            // A space at the start is left to the decoder; a second one is not.
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
