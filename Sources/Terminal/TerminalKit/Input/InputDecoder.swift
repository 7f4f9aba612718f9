/// Decodes the bytes of a terminal into input events.
///
/// It is a pure state machine: bytes go in, events come out, and only the caller knows the time. It
/// avoids three faults of ncurses' own reader. An invalid UTF-8 byte never swallows the key after
/// it. An arrow key whose bytes arrive slowly is not mistaken for Escape and two letters before
/// ``delay`` have passed. Replies of the terminal are never reported as keys.
///
/// ```swift
/// var decoder = InputDecoder()
/// for event in decoder.feed(bytes) { … }
/// // poll() with decoder.delay as its timeout; when it runs out:
/// for event in decoder.timeout() { … }
/// ```
///
/// The events do not depend on how the bytes are split between calls, as long as ``timeout()`` is
/// not called in between. Memory is bounded by ``maximumPasteBytes``.
package struct InputDecoder: Sendable {
    /// Delay after Escape before it counts as a key of its own, on a local terminal.
    package static let localEscapeDelay = Duration.milliseconds(25)
    /// The same delay over SSH, where the bytes of one key may arrive in two packets.
    package static let remoteEscapeDelay = Duration.milliseconds(100)
    /// Silence that ends a paste; long, because bytes after its end are interpreted as keys.
    package static let pasteDelay = Duration.seconds(5)
    /// Duration of a paste from which its end is probably lost, and ``latePasteDelay`` ends it.
    package static let pasteLimit = Duration.seconds(10)
    /// Silence that ends a paste longer than ``pasteLimit``.
    ///
    /// The pause between typed keys is longer, and between the bytes of a paste shorter.
    package static let latePasteDelay = Duration.milliseconds(250)
    /// Maximum duration of a paste under any circumstances.
    package static let pasteEnd = Duration.seconds(30)
    /// Maximum size of a paste in bytes; a longer one is refused.
    package static let maximumPasteBytes = 64 * 1024
    /// Maximum size of a terminal's string reply; beyond it any control character ends it.
    package static let maximumStringBytes = 4096
    /// Maximum size of a control sequence in bytes; a longer one is dropped.
    package static let maximumSequenceBytes = 64

    private let seeds: KeySeeds
    private let escapeDelay: Duration
    private var state = State.ground
    /// Bytes of the current sequence, ESC first.
    private var sequence: [UInt8] = []
    private var pasted = PasteCollector()
    /// Events that were decoded and not returned yet.
    private var events: [InputEvent] = []

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
    package init(
        terminfoKeys: [(bytes: [UInt8], key: Key)] = [],
        escapeDelay: Duration = Self.remoteEscapeDelay
    ) {
        seeds = KeySeeds(terminfoKeys)
        self.escapeDelay = escapeDelay
    }

    /// True until the current paste ends.
    package var isPasting: Bool { state == .paste }

    /// Time to wait for the next byte before calling ``timeout()``; nil if none is needed.
    package var delay: Duration? {
        switch state {
        case .ground: nil
        case .paste: Self.pasteDelay
        default: escapeDelay
        }
    }

    /// Decodes bytes into events.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        for byte in bytes { receive(byte) }
        return finishedEvents()
    }

    /// Completes all pending input after ``delay`` without a byte.
    package mutating func timeout() -> [InputEvent] {
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
        return finishedEvents()
    }

    private mutating func finishedEvents() -> [InputEvent] {
        defer { events = [] }
        return events
    }

    // MARK: - One byte

    private mutating func receive(_ byte: UInt8) {
        switch state {
        case .ground: receiveFirst(byte)
        case .character(let collector, let isAlt):
            receiveCharacter(byte, collector, isAlt)
        case .paste: receivePasted(byte)
        case .string(let endsWithBell, let count):
            receiveString(byte, endsWithBell, count)
        case .stringEnd:
            state = .escape
            if byte == UInt8(ascii: "\\") { rest() } else { receiveSequence(byte) }
        case .oldMouse(let missing):
            state = missing > 1 ? .oldMouse(missing: missing - 1) : .ground
        case .escape, .control, .linuxConsole, .keypad, .seed:
            receiveSequence(byte)
        }
    }

    private mutating func rest() {
        state = .ground
        sequence.removeAll(keepingCapacity: true)
    }

    private mutating func receiveFirst(_ byte: UInt8) {
        switch byte {
        case 0x1B:
            sequence = [byte]
            state = .escape
        case 0..<0x20, 0x7F:
            events.append(.key(.controlByte(byte)))
        case 0x20..<0x7F:
            events.append(.key(.character(Unicode.Scalar(byte))))
        default:
            startCharacter(byte, isAlt: false)
        }
    }

    // MARK: - Characters

    private mutating func startCharacter(_ byte: UInt8, isAlt: Bool) {
        if let collector = UTF8Collector(lead: byte) {
            state = .character(collector, isAlt: isAlt)
        } else {
            rest()
            events.append(.key(.character("\u{FFFD}")))
        }
    }

    private mutating func receiveCharacter(_ byte: UInt8, _ begun: UTF8Collector, _ isAlt: Bool) {
        var collector = begun
        switch collector.receive(byte) {
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
            receiveFirst(byte)
        }
    }

    // MARK: - Sequences

    private mutating func receiveSequence(_ byte: UInt8) {
        if byte == 0x1B {
            abandon()
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
        case .escape: receiveAfterEscape(byte, isBeginning)
        case .control: receiveControl(byte)
        case .linuxConsole: receiveLinuxConsole(byte)
        case .keypad(let modifiers): receiveKeypad(byte, modifiers)
        default:
            if !isBeginning { drop(before: byte) }
        }
    }

    /// Ends an incomplete sequence when ESC arrives within it.
    private mutating func abandon() {
        if state == .escape {
            events.append(.key(.escape))
        } else if sequence.count == 2 {
            events.append(altKey(sequence[1]))
        }
        rest()
    }

    /// Drops a sequence that `byte` cannot continue, and interprets `byte` anew.
    private mutating func drop(before byte: UInt8) {
        sequence.removeLast()
        abandon()
        receiveFirst(byte)
    }

    private mutating func receiveAfterEscape(_ byte: UInt8, _ isBeginning: Bool) {
        switch byte {
        case UInt8(ascii: "["): state = .control
        case UInt8(ascii: "O"): state = .keypad(modifiers: 0)
        case UInt8(ascii: "]"): state = .string(endsWithBell: true, bytes: 0)
        case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string(endsWithBell: false, bytes: 0)
        case 0x80...:
            startCharacter(byte, isAlt: true)
        default:
            if isBeginning {
                state = .seed
            } else {
                rest()
                events.append(altKey(byte))
            }
        }
    }

    private mutating func receiveControl(_ byte: UInt8) {
        let isFirst = sequence.count == 3
        switch byte {
        case UInt8(ascii: "[") where isFirst:
            state = .linuxConsole
        case UInt8(ascii: "M") where isFirst:
            rest()
            state = .oldMouse(missing: 3)
        case UInt8(ascii: "$") where isShiftedNumber:
            finishControl(final: byte)
        case 0x40...0x7E:
            finishControl(final: byte)
        case 0x20...0x3F:
            break
        case 0x18, 0x1A:  // CAN and SUB cancel a sequence
            rest()
        default:
            drop(before: byte)
        }
    }

    /// True if the sequence is `ESC [`, one or two digits and `$`: a key with Shift in rxvt.
    private var isShiftedNumber: Bool {
        let body = sequence.dropFirst(2).dropLast()
        return (1...2).contains(body.count) && body.allSatisfy { (0x30...0x39).contains($0) }
    }

    private mutating func finishControl(final: UInt8) {
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

    private mutating func receiveLinuxConsole(_ byte: UInt8) {
        guard (0x20..<0x7F).contains(byte) else {
            drop(before: byte)
            return
        }
        rest()
        if (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(byte) {
            events.append(.key(.function(Int(byte - 0x40))))
        }
    }

    private mutating func receiveKeypad(_ byte: UInt8, _ modifiers: Int) {
        switch byte {
        case UInt8(ascii: "1")...UInt8(ascii: "9") where modifiers == 0:
            state = .keypad(modifiers: Int(byte - 0x30))
        case 0x20..<0x7F:
            rest()
            if let key = KeypadSequence.key(final: byte, modifiers: modifiers) {
                events.append(.key(key))
            }
        default:
            drop(before: byte)
        }
    }

    // MARK: - Strings and pastes

    private mutating func receiveString(_ byte: UInt8, _ endsWithBell: Bool, _ count: Int) {
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

    private mutating func receivePasted(_ byte: UInt8) {
        switch pasted.receive(byte) {
        case .kept: break
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
