/// Gathers what stands between the brackets of a paste.
struct PasteCollector: Hashable, Sendable {
    private static let end = Array("\u{1B}[201~".utf8)

    private var bytes: [UInt8] = []
    private var matched = 0
    private var isTooLong = false

    /// Takes a byte.
    ///
    /// - Returns: Whether the paste has ended with it.
    mutating func take(_ byte: UInt8) -> Bool {
        if byte == Self.end[matched] {
            matched += 1
            return matched == Self.end.count
        }
        // Only its first byte is ESC, so what was matched can start again only with this one.
        append(Self.end[..<matched])
        matched = 0
        if byte == Self.end[0] {
            matched = 1
        } else {
            append([byte])
        }
        return false
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
