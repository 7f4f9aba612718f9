import WireProtocol

/// Judges what the decoder lets pass without end or without need: empty lines before a request, and
/// sizes, extensions and trailers of chunks have no limit there, and the parts of a request line may
/// stand any number of spaces apart.
///
/// It sees every byte but those of bodies whose length was told.
///
/// Source: RFC 9112 §2.2 (empty lines), §3 (single spaces), §7.1.1 (a limit for extensions).
struct FramingJudge: Sendable {
    /// The most bytes of a head, with empty lines before it: the fields have half of them.
    static let headByteLimit = 2 * ServerLimits.headerListByteLimit
    /// The most bytes of a body in chunks, with all that is not body: that has half of them.
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
