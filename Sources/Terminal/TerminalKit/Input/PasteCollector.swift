/// Collects the bytes between the brackets of a paste.
///
/// Two keys pass through: Ctrl-C, which cancels, and F12, which locks. Neither moves money. Without
/// them, a paste whose end never arrives would block the terminal. The bytes after them still
/// belong to the paste.
struct PasteCollector: Hashable, Sendable {
    /// Effect of a byte on the collector.
    enum Outcome: Hashable, Sendable {
        /// The byte belongs to the paste.
        case kept
        /// The byte completed a key that passes through.
        case key(Key)
        /// The byte ended the paste.
        case ended
    }

    private static let escape: UInt8 = 0x1B
    private static let endOfText: UInt8 = 0x03
    private static let end = Array("\u{1B}[201~".utf8)
    private static let lock = Array("\u{1B}[24~".utf8)

    private var bytes: [UInt8] = []
    /// Possible beginning of the end bracket or of a key.
    private var held: [UInt8] = []
    private var isTooLong = false

    /// Processes one byte of the paste.
    mutating func receive(_ byte: UInt8) -> Outcome {
        if byte == Self.endOfText { return .key(.control("c")) }
        held.append(byte)
        if held == Self.end { return .ended }
        if held == Self.lock {
            held = []
            return .key(.function(12))
        }
        if Self.end.starts(with: held) || Self.lock.starts(with: held) { return .kept }
        // ESC occurs only as the first byte of either sequence, so only ESC can start a new match.
        held.removeLast()
        append(held)
        held = []
        if byte == Self.escape { held = [byte] } else { append([byte]) }
        return .kept
    }

    /// Returns the pasted text as an event and empties the collector.
    mutating func finish() -> InputEvent {
        let event: InputEvent =
            isTooLong ? .pasteTooLong : .paste(String(decoding: bytes, as: UTF8.self))
        self = PasteCollector()
        return event
    }

    private mutating func append(_ more: some Collection<UInt8>) {
        if isTooLong { return }
        if bytes.count + more.count > InputDecoder.maximumPasteBytes {
            isTooLong = true
            bytes = []
        } else {
            bytes.append(contentsOf: more)
        }
    }
}
