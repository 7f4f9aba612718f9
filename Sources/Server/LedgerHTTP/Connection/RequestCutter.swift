/// Cuts the bytes of a connection into pieces that never span two requests.
///
/// The decoder consumes all bytes it is given and would begin the next request early. So a piece
/// ends at an empty line (the end of a head or of chunks), or at the last byte of a body of known
/// length. The decoder judges the bytes themselves, with a ``FramingJudge`` where it is lenient.
///
/// Source: RFC 9112 §2.1 (heads), §6.2 (`Content-Length`), §7.1 (chunks).
struct RequestCutter: Sendable {
    private static let emptyLine = Array("\r\n\r\n".utf8)

    /// Number of bytes of an empty line that the latest bytes match.
    private var matchedCount = 0
    /// Remaining length of a body of stated length, in bytes.
    private var leftByteCount = 0
    private var framing = FramingJudge()

    /// The refusal of the pieces so far, including the last one; nil if nothing is wrong.
    var refusal: ServerRefusal? { framing.refusal }

    /// Notes the end of a head, with the stated length of its body; 0 for no body or chunks.
    mutating func headEnded(bodyByteCount: Int) {
        leftByteCount = bodyByteCount
        matchedCount = 0
        framing.headEnded()
    }

    /// Notes the end of a request.
    mutating func requestEnded() {
        headEnded(bodyByteCount: 0)
        framing.requestEnded()
    }

    /// Returns the length of the first piece of some bytes, or 0 if there are none.
    mutating func pieceByteCount(of bytes: some Sequence<UInt8>, count: Int) -> Int {
        guard leftByteCount == 0 else {
            let pieceByteCount = min(leftByteCount, count)
            leftByteCount -= pieceByteCount
            return pieceByteCount
        }
        let pieceByteCount = emptyLineEnd(in: bytes) ?? count
        framing.judge(bytes.prefix(pieceByteCount), count: pieceByteCount)
        return pieceByteCount
    }

    /// Returns the number of bytes up to the end of the first empty line; nil if none ends there.
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
