/// The sequences that a terminal's description gives its keys, beside those that we know.
struct KeySeeds: Sendable {
    /// What the bytes of a sequence so far are to the seeds.
    enum Match: Equatable {
        /// A whole sequence.
        case key(Key)
        /// The beginning of one or more.
        case beginning
        /// Nothing.
        case none
    }

    /// The bytes of a sequence at most.
    static let maximumBytes = 16

    private let sequences: [(bytes: [UInt8], key: Key)]

    /// Takes the sequences that can be told from other input.
    ///
    /// Left out are: those that do not start with ESC or go on after it for more than
    /// ``maximumBytes``; those that would swallow what we read ourselves (`ESC`, `ESC [`, `ESC O`,
    /// the mouse, and the beginning of a paste); and those that another one is the beginning of.
    init(_ sequences: [(bytes: [UInt8], key: Key)]) {
        let usable = sequences.filter { seed in
            (2...Self.maximumBytes).contains(seed.bytes.count)
                && seed.bytes.first == 0x1B
                && !Self.reserved.contains { $0.starts(with: seed.bytes) }
        }
        self.sequences = usable.filter { seed in
            !usable.contains {
                $0.bytes.count < seed.bytes.count && seed.bytes.starts(with: $0.bytes)
            }
        }
    }

    /// Looks the bytes of a sequence so far up.
    func match(_ bytes: [UInt8]) -> Match {
        guard !sequences.isEmpty, bytes.count <= Self.maximumBytes else { return .none }
        var isBeginning = false
        for seed in sequences where seed.bytes.starts(with: bytes) {
            if seed.bytes.count == bytes.count { return .key(seed.key) }
            isBeginning = true
        }
        return isBeginning ? .beginning : .none
    }

    private static let reserved: [[UInt8]] = [
        Array("\u{1B}[200~".utf8), Array("\u{1B}O".utf8), Array("\u{1B}[[".utf8),
        Array("\u{1B}[<".utf8), Array("\u{1B}[M".utf8), Array("\u{1B}\u{1B}".utf8),
    ]
}
