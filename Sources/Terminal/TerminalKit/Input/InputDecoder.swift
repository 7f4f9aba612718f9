/// Decodes the bytes of a terminal into input events.
///
/// It is a pure state machine: bytes go in, events come out, and only the caller knows the time. It
/// avoids three faults of ncurses' own reader. An invalid UTF-8 byte never swallows the key after
/// it. An arrow key whose bytes arrive slowly is not mistaken for Escape and two letters before
/// ``delayMilliseconds`` have passed. Replies of the terminal are never reported as keys.
///
/// ```swift
/// var decoder = InputDecoder()
/// for event in decoder.feed(bytes) { … }
/// // poll() with decoder.delayMilliseconds as its timeout; when it runs out:
/// for event in decoder.timeout() { … }
/// ```
///
/// The events do not depend on how the bytes are split between calls, as long as ``timeout()`` is
/// not called in between. Memory is bounded by ``maximumPasteBytes``.
public struct InputDecoder: Sendable {
    /// Delay after Escape before it counts as a key of its own, on a local terminal.
    public static let localEscapeDelayMilliseconds = 25
    /// The same delay over SSH, where the bytes of one key may arrive in two packets.
    public static let remoteEscapeDelayMilliseconds = 100
    /// Silence that ends a paste; long, because bytes after its end are interpreted as keys.
    public static let pasteDelayMilliseconds = 5000
    /// Duration of a paste, in milliseconds, beyond which its end was probably lost.
    ///
    /// From then on the first silence of ``latePasteDelayMilliseconds`` ends it.
    public static let pasteLimitMilliseconds = 10_000
    /// Silence that ends a paste longer than ``pasteLimitMilliseconds``.
    ///
    /// The pause between typed keys is longer, and between the bytes of a paste shorter.
    public static let latePasteDelayMilliseconds = 250
    /// Maximum duration of a paste under any circumstances.
    public static let pasteEndMilliseconds = 30_000
    /// Maximum size of a paste in bytes; a longer one is refused.
    public static let maximumPasteBytes = 64 * 1024
    /// Maximum size of a terminal's string reply; beyond it any control character ends it.
    public static let maximumStringBytes = 4096
    /// Maximum size of a control sequence in bytes; a longer one is dropped.
    public static let maximumSequenceBytes = 64

    private let seeds: KeySeeds
    private let escapeDelayMilliseconds: Int
    private var state = State.ground
    /// Bytes of the current sequence, ESC first.
    private var sequence: [UInt8] = []
    private var pasted = PasteCollector()

    /// State of the decoder, defined by the bytes received so far.
    private enum State: Hashable {
        case ground
        /// A multi-byte character, with Alt if ESC preceded it.
        case character(UTF8Collector, isAlt: Bool)
        /// After `ESC`, before the next byte.
        case escape
        /// After `ESC [`, even if the sequence is too long to interpret.
        case control
        /// After `ESC [[`, which the Linux console sends before the letter of F1 to F5.
        case linuxConsole
        /// After `ESC [ M`, followed by three bytes of a mouse report in a mode that we never
        /// request.
        case oldMouse(missing: Int)
        /// After `ESC O`, and the digit that may follow it.
        case keypad(modifiers: Int)
        /// In a string that ends with ST or, for OSC, with BEL; its bytes are dropped.
        case string(endsWithBell: Bool, bytes: Int)
        /// After ESC in a string: the first half of ST, or a new sequence after an unterminated
        /// string.
        case stringEnd
        /// In the beginning of a terminfo sequence that matches none of our rules.
        case seed
        /// Between the brackets of a paste.
        case paste
    }

    /// Creates a decoder for a terminal and its terminfo sequences, as far as they are unambiguous.
    public init(
        terminfoKeys: [(bytes: [UInt8], key: Key)] = [],
        escapeDelayMilliseconds: Int = Self.remoteEscapeDelayMilliseconds
    ) {
        seeds = KeySeeds(terminfoKeys)
        self.escapeDelayMilliseconds = escapeDelayMilliseconds
    }

    /// True until the current paste ends.
    public var isPasting: Bool { state == .paste }

    /// True if input is incomplete and ``timeout()`` is due if nothing follows.
    public var isWaiting: Bool { state != .ground }

    /// Time to wait for the next byte before calling ``timeout()``; nil if none is needed.
    public var delayMilliseconds: Int? {
        switch state {
        case .ground: nil
        case .paste: Self.pasteDelayMilliseconds
        default: escapeDelayMilliseconds
        }
    }

    /// Decodes bytes into events.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        var events: [InputEvent] = []
        for byte in bytes {
            take(byte, into: &events)
        }
        return events
    }

    /// Completes all pending input after ``delayMilliseconds`` without a byte.
    public mutating func timeout() -> [InputEvent] {
        var events: [InputEvent] = []
        switch state {
        case .ground, .linuxConsole, .oldMouse, .stringEnd:
            break
        case .character:
            events.append(.key(.character("\u{FFFD}")))
        case .escape:
            events.append(.key(.escape))
        case .control, .keypad, .string, .seed:
            // `ESC [` alone was Alt and that key. A longer beginning was not typed by a user.
            if sequence.count == 2 { events.append(altKey(sequence[1])) }
        case .paste:
            events.append(pasted.finish())
        }
        rest()
        return events
    }

    // MARK: - One byte

    private mutating func take(_ byte: UInt8, into events: inout [InputEvent]) {
        switch state {
        case .ground: takeFirst(byte, into: &events)
        case .character(let collector, let isAlt):
            takeCharacter(byte, collector, isAlt, into: &events)
        case .paste: takePasted(byte, into: &events)
        case .string(let endsWithBell, let count):
            takeString(byte, endsWithBell, count, into: &events)
        case .stringEnd:
            state = .escape
            if byte == UInt8(ascii: "\\") { rest() } else { takeSequence(byte, into: &events) }
        case .oldMouse(let missing):
            state = missing > 1 ? .oldMouse(missing: missing - 1) : .ground
        case .escape, .control, .linuxConsole, .keypad, .seed:
            takeSequence(byte, into: &events)
        }
    }

    private mutating func rest() {
        state = .ground
        sequence.removeAll(keepingCapacity: true)
    }

    private mutating func takeFirst(_ byte: UInt8, into events: inout [InputEvent]) {
        switch byte {
        case 0x1B:
            sequence = [byte]
            state = .escape
        case 0..<0x20, 0x7F:
            events.append(.key(.controlByte(byte)))
        case 0x20..<0x7F:
            events.append(.key(.character(Unicode.Scalar(byte))))
        default:
            startCharacter(byte, isAlt: false, into: &events)
        }
    }

    // MARK: - Characters

    private mutating func startCharacter(
        _ byte: UInt8,
        isAlt: Bool,
        into events: inout [InputEvent]
    ) {
        if let collector = UTF8Collector(lead: byte) {
            state = .character(collector, isAlt: isAlt)
        } else {
            rest()
            events.append(.key(.character("\u{FFFD}")))
        }
    }

    private mutating func takeCharacter(
        _ byte: UInt8,
        _ collector: UTF8Collector,
        _ isAlt: Bool,
        into events: inout [InputEvent]
    ) {
        var collector = collector
        switch collector.take(byte) {
        case .incomplete:
            state = .character(collector, isAlt: isAlt)
        case .scalar(let scalar):
            rest()
            // No key sends the C1 control characters above 0x7F.
            let typed: Unicode.Scalar = scalar.value < 0xA0 ? "\u{FFFD}" : scalar
            events.append(.key(Key.character(typed).with(isAlt ? .alt : [])))
        case .broken:
            rest()
            events.append(.key(.character("\u{FFFD}")))
            takeFirst(byte, into: &events)
        }
    }

    // MARK: - Sequences

    private mutating func takeSequence(_ byte: UInt8, into events: inout [InputEvent]) {
        if byte == 0x1B {
            abandon(into: &events)
            sequence = [byte]
            state = .escape
            return
        }
        if sequence.count < Self.maximumSequenceBytes { sequence.append(byte) }
        let match = seeds.match(sequence)
        if case .key(let key) = match {
            rest()
            events.append(.key(key))
            return
        }
        let isBeginning = match == .beginning
        switch state {
        case .escape: takeAfterEscape(byte, isBeginning, into: &events)
        case .control: takeControl(byte, into: &events)
        case .linuxConsole: takeLinuxConsole(byte, into: &events)
        case .keypad(let modifiers): takeKeypad(byte, modifiers, into: &events)
        default:
            if !isBeginning { drop(before: byte, into: &events) }
        }
    }

    /// Ends an incomplete sequence when ESC arrives within it.
    private mutating func abandon(into events: inout [InputEvent]) {
        if state == .escape {
            events.append(.key(.escape))
        } else if sequence.count == 2 {
            events.append(altKey(sequence[1]))
        }
        rest()
    }

    /// Drops a sequence that `byte` cannot continue, and interprets `byte` anew.
    private mutating func drop(before byte: UInt8, into events: inout [InputEvent]) {
        sequence.removeLast()
        abandon(into: &events)
        takeFirst(byte, into: &events)
    }

    private mutating func takeAfterEscape(
        _ byte: UInt8,
        _ isBeginning: Bool,
        into events: inout [InputEvent]
    ) {
        switch byte {
        case UInt8(ascii: "["): state = .control
        case UInt8(ascii: "O"): state = .keypad(modifiers: 0)
        case UInt8(ascii: "]"): state = .string(endsWithBell: true, bytes: 0)
        case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string(endsWithBell: false, bytes: 0)
        case 0x80...:
            startCharacter(byte, isAlt: true, into: &events)
        default:
            if isBeginning {
                state = .seed
            } else {
                rest()
                events.append(altKey(byte))
            }
        }
    }

    private mutating func takeControl(_ byte: UInt8, into events: inout [InputEvent]) {
        let isFirst = sequence.count == 3
        switch byte {
        case UInt8(ascii: "[") where isFirst:
            state = .linuxConsole
        case UInt8(ascii: "M") where isFirst:
            rest()
            state = .oldMouse(missing: 3)
        case UInt8(ascii: "$") where isShiftedNumber:
            finishControl(final: byte, into: &events)
        case 0x40...0x7E:
            finishControl(final: byte, into: &events)
        case 0x20...0x3F:
            break
        case 0x18, 0x1A:  // CAN and SUB cancel a sequence
            rest()
        default:
            drop(before: byte, into: &events)
        }
    }

    /// True if the sequence is `ESC [`, one or two digits and `$`: a key with Shift in rxvt.
    private var isShiftedNumber: Bool {
        let body = sequence.dropFirst(2).dropLast()
        return (1...2).contains(body.count) && body.allSatisfy { (0x30...0x39).contains($0) }
    }

    private mutating func finishControl(final: UInt8, into events: inout [InputEvent]) {
        let isWhole = sequence.count < Self.maximumSequenceBytes
        let body = sequence.dropFirst(2).dropLast()
        let isPaste = final == UInt8(ascii: "~") && body.elementsEqual("200".utf8)
        let read = ControlSequence(body: body, final: final)
        rest()
        if isPaste {
            pasted = PasteCollector()
            state = .paste
        } else if isWhole, let key = read.key {
            events.append(.key(key))
        }
    }

    private mutating func takeLinuxConsole(_ byte: UInt8, into events: inout [InputEvent]) {
        guard (0x20..<0x7F).contains(byte) else {
            drop(before: byte, into: &events)
            return
        }
        rest()
        if (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(byte) {
            events.append(.key(.function(Int(byte - 0x40))))
        }
    }

    private mutating func takeKeypad(
        _ byte: UInt8,
        _ modifiers: Int,
        into events: inout [InputEvent]
    ) {
        switch byte {
        case UInt8(ascii: "1")...UInt8(ascii: "9") where modifiers == 0:
            state = .keypad(modifiers: Int(byte - 0x30))
        case 0x20..<0x7F:
            rest()
            if let key = KeypadSequence.key(final: byte, modifiers: modifiers) {
                events.append(.key(key))
            }
        default:
            drop(before: byte, into: &events)
        }
    }

    // MARK: - Strings and pastes

    private mutating func takeString(
        _ byte: UInt8,
        _ endsWithBell: Bool,
        _ count: Int,
        into events: inout [InputEvent]
    ) {
        switch byte {
        case 0x1B:
            sequence = [byte]
            state = .stringEnd
        case 0x07 where endsWithBell:
            rest()
        case 0x18, 0x1A:
            rest()
        case ..<0x20 where count >= Self.maximumStringBytes:
            rest()
        default:
            if sequence.count < 3 { sequence.append(byte) }
            state = .string(endsWithBell: endsWithBell, bytes: count + 1)
        }
    }

    private mutating func takePasted(_ byte: UInt8, into events: inout [InputEvent]) {
        switch pasted.take(byte) {
        case .taken: break
        case .key(let key): events.append(.key(key))
        case .ended:
            rest()
            events.append(pasted.finish())
        }
    }

    private func altKey(_ byte: UInt8) -> InputEvent {
        let key: Key =
            byte < 0x20 || byte == 0x7F
            ? .controlByte(byte) : .character(Unicode.Scalar(byte))
        return .key(key.with(.alt))
    }
}
