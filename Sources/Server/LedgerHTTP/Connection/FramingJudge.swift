import WireProtocol

/// Refuses what the decoder would let pass.
///
/// The decoder has no limit for empty lines before a request, nor for the sizes, extensions and
/// trailers of chunks, and it takes any number of spaces between the parts of a request line.
///
/// It sees every byte but those of bodies whose length was told.
///
/// Source: RFC 9112 §2.2 (empty lines), §3 (single spaces), §7.1.1 (a limit for extensions).
struct FramingJudge: Sendable {
    /// The most bytes of a head, empty lines before it included: twice what its fields may have.
    static let headByteLimit = 2 * ServerLimits.headerListByteLimit
    /// The most bytes of a body in chunks, framing included: twice what the body itself may have.
    static let chunkedByteLimit = 2 * StrictJSON.requestByteLimit

    private enum Place {
        /// Before the first byte of a request that is no end of a line.
        case before
        /// In the request line; true if the last byte was a space.
        case requestLine(afterSpace: Bool)
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
        case .requestLine where isLineEnd: place = .fields
        case .requestLine(afterSpace: true) where isSpace: refusal = .notHTTP
        case .before, .requestLine: place = .requestLine(afterSpace: isSpace)
        }
    }
}
