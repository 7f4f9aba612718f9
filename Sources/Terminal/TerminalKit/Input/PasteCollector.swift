/// Gathers what stands between the brackets of a paste.
///
/// Two keys pass: Ctrl-C, which stops, and F12, which locks. Neither moves money, and without them
/// a paste whose end never comes would take the screen away from who sits before it. What follows
/// them is still the paste's.
struct PasteCollector: Hashable, Sendable {
    /// What a byte did.
    enum Outcome: Hashable, Sendable {
        /// It belongs to the paste.
        case taken
        /// It ended a key that passes.
        case key(Key)
        /// It ended the paste.
        case ended
    }

    private static let escape: UInt8 = 0x1B
    private static let endOfText: UInt8 = 0x03
    private static let end = Array("\u{1B}[201~".utf8)
    private static let lock = Array("\u{1B}[24~".utf8)

    private var bytes: [UInt8] = []
    /// What may be the beginning of the end or of a key.
    private var held: [UInt8] = []
    private var isTooLong = false

    /// Takes a byte.
    mutating func take(_ byte: UInt8) -> Outcome {
        if byte == Self.endOfText { return .key(.control("c")) }
        held.append(byte)
        if held == Self.end { return .ended }
        if held == Self.lock {
            held = []
            return .key(.function(12))
        }
        if Self.end.starts(with: held) || Self.lock.starts(with: held) { return .taken }
        // Only the first byte of either is ESC, so what was held can start again only with this one.
        held.removeLast()
        append(held)
        held = []
        if byte == Self.escape { held = [byte] } else { append([byte]) }
        return .taken
    }

    /// What was pasted; the collector is empty afterwards.
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
