/// Turns the bytes of a terminal into events.
///
/// A pure state machine: bytes go in, events come out, and only the caller knows the time. Three
/// things go wrong in ncurses' own reader and do not here: a byte that is no UTF-8 never swallows
/// the key after it; an arrow whose bytes come slowly is not taken for Escape and two letters
/// before ``delayMilliseconds`` have passed; and what the terminal answers by itself never arrives
/// as keys.
///
/// ```swift
/// var decoder = InputDecoder()
/// for event in decoder.feed(bytes) { … }
/// // poll() with decoder.delayMilliseconds as its timeout; when it runs out:
/// for event in decoder.timeout() { … }
/// ```
///
/// However the bytes are split between calls, the events are the same, as long as ``timeout()`` is
/// not called in between. The memory is bounded by ``maximumPasteBytes``.
public struct InputDecoder: Sendable {
    /// How long Escape waits for the rest of a sequence at a terminal of the house.
    public static let localEscapeDelayMilliseconds = 25
    /// How long it waits over SSH, where the bytes of one key may come in two packets.
    public static let remoteEscapeDelayMilliseconds = 100
    /// How long a paste may be silent before it is taken to have ended.
    ///
    /// Long, because what comes after it is keys.
    public static let pasteDelayMilliseconds = 5000
    /// The length of a paste, in milliseconds, beyond which it has probably lost its end.
    ///
    /// From then on it is over at the first ``latePasteDelayMilliseconds`` of silence.
    public static let pasteLimitMilliseconds = 10_000
    /// The longest silence in a paste beyond ``pasteLimitMilliseconds``.
    ///
    /// Between keys there is more time, between the bytes of a paste less.
    public static let latePasteDelayMilliseconds = 250
    /// The longest paste, whatever comes.
    public static let pasteEndMilliseconds = 30_000
    /// The bytes of a paste at most; a longer one is refused.
    public static let maximumPasteBytes = 64 * 1024
    /// The bytes of an answer of the terminal that are waited for to end by themselves; after
    /// them any control character ends it.
    public static let maximumStringBytes = 4096
    /// The bytes of a control sequence that are looked at; the rest of a longer one is dropped.
    public static let maximumSequenceBytes = 64

    private let seeds: KeySeeds
    private let escapeDelayMilliseconds: Int
    private var state = State.ground
    /// The bytes of the sequence so far, ESC first.
    private var sequence: [UInt8] = []
    private var pasted = PasteCollector()

    /// What the bytes so far are the beginning of.
    private enum State: Hashable {
        case ground
        /// A character; with Alt when ESC came before it.
        case character(UTF8Collector, isAlt: Bool)
        /// `ESC`.
        case escape
        /// `ESC [`; also when it is too long to be looked at.
        case control
        /// `ESC [[`, which the Linux console sends before the letter of F1 to F5.
        case linuxConsole
        /// `ESC [ M`, after which three bytes tell of the mouse in a way that we never asked for.
        case oldMouse(missing: Int)
        /// `ESC O`, and the digit after it.
        case keypad(modifiers: Int)
        /// A string that ends with ST or, in OSC, with BEL; its bytes are counted and dropped.
        case string(endsWithBell: Bool, bytes: Int)
        /// ESC in a string: the first half of ST, or of a sequence after a string that never ended.
        case stringEnd
        /// The beginning of a seed that follows no rule of ours.
        case seed
        /// Between the brackets of a paste.
        case paste
    }

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - terminfoKeys: Sequences that the terminal's description names, with their keys; those
    ///     that cannot be told from other input are left out.
    ///   - escapeDelayMilliseconds: How long Escape waits.
    public init(
        terminfoKeys: [(bytes: [UInt8], key: Key)] = [],
        escapeDelayMilliseconds: Int = Self.remoteEscapeDelayMilliseconds
    ) {
        seeds = KeySeeds(terminfoKeys)
        self.escapeDelayMilliseconds = escapeDelayMilliseconds
    }

    /// Whether what comes is pasted, until the paste ends.
    public var isPasting: Bool { state == .paste }

    /// Whether something has begun and ``timeout()`` is due when nothing follows.
    public var isWaiting: Bool { state != .ground }

    /// How long to wait for the next byte before ``timeout()``; nil when there is no hurry.
    public var delayMilliseconds: Int? {
        switch state {
        case .ground: nil
        case .paste: Self.pasteDelayMilliseconds
        default: escapeDelayMilliseconds
        }
    }

    /// Takes bytes as they come.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        var events: [InputEvent] = []
        for byte in bytes {
            take(byte, into: &events)
        }
        return events
    }

    /// Says that nothing followed for ``delayMilliseconds``: what has begun is what it is.
    ///
    /// Afterwards nothing is waiting.
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
            // `ESC [` and nothing after it was Alt and that key; a longer beginning was nothing
            // that a person typed.
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
            // The controls above 0x7F are none that a key sends.
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

    /// What is left of a sequence when ESC comes in the middle of it.
    private mutating func abandon(into events: inout [InputEvent]) {
        if state == .escape {
            events.append(.key(.escape))
        } else if sequence.count == 2 {
            events.append(altKey(sequence[1]))
        }
        rest()
    }

    /// Drops a sequence that a byte cannot belong to, and looks at the byte anew.
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
        case 0x18, 0x1A:  // CAN and SUB end a sequence and are nothing themselves
            rest()
        default:
            drop(before: byte, into: &events)
        }
    }

    /// Whether the sequence is `ESC [`, one or two digits and `$`: rxvt's Shift and a key.
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
        } else if isWhole, let event = read.event {
            events.append(event)
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
