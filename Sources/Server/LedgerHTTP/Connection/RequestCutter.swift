/// Cuts the bytes of a connection into pieces of which none reaches into two requests.
///
/// The decoder takes all it is given and would begin the next request early. So a piece ends at an
/// empty line (the end of a head or of chunks) or at the last byte of a body of known length. The
/// bytes themselves are judged by the decoder, and by a ``FramingJudge`` where that is lenient.
///
/// Source: RFC 9112 §2.1 (heads), §6.2 (`Content-Length`), §7.1 (chunks).
struct RequestCutter: Sendable {
    private static let emptyLine = Array("\r\n\r\n".utf8)

    /// How many bytes of an empty line the last ones were.
    private var matchedCount = 0
    /// What has still to come of a body whose length was told, in bytes.
    private var leftByteCount = 0
    private var framing = FramingJudge()

    /// The refusal of the pieces so far, the last one among them; nil as long as nothing is wrong.
    var refusal: ServerRefusal? { framing.refusal }

    /// A head was read.
    ///
    /// - Parameter bodyByteCount: The length of its body; 0 for none, and for one in chunks.
    mutating func headEnded(bodyByteCount: Int) {
        leftByteCount = bodyByteCount
        matchedCount = 0
        framing.headEnded()
    }

    /// A request was read to its end.
    mutating func requestEnded() {
        headEnded(bodyByteCount: 0)
        framing.requestEnded()
    }

    /// The length of the piece with which some bytes begin; 0 for no bytes.
    mutating func pieceByteCount(of bytes: some Sequence<UInt8>, count: Int) -> Int {
        guard leftByteCount == 0 else {
            let pieceByteCount = min(leftByteCount, count)
            leftByteCount -= pieceByteCount
            return pieceByteCount
        }
        let pieceByteCount = emptyLineEnd(in: bytes) ?? count
        framing.take(bytes.prefix(pieceByteCount), count: pieceByteCount)
        return pieceByteCount
    }

    /// The number of bytes up to the end of the first empty line; nil when none ends in them.
    private mutating func emptyLineEnd(in bytes: some Sequence<UInt8>) -> Int? {
        for (offset, byte) in bytes.enumerated() {
            if byte == Self.emptyLine[matchedCount] {
                matchedCount += 1
            } else {
                matchedCount = byte == Self.emptyLine[0] ? 1 : 0
            }
            if matchedCount == Self.emptyLine.count {
                matchedCount = 0
                return offset + 1
            }
        }
        return nil
    }
}
