/// Key sequences from the terminal's description (terminfo), in addition to the built-in ones.
struct KeySeeds: Sendable {
    /// Result of matching the bytes of a sequence.
    enum Match: Equatable {
        /// A complete sequence and its key.
        case key(Key)
        /// The beginning of at least one sequence.
        case beginning
        /// No sequence matches the bytes.
        case none
    }

    /// Maximum length of a sequence in bytes.
    static let maximumBytes = 16

    private let sequences: [(bytes: [UInt8], key: Key)]

    /// Creates a set of the sequences that are unambiguous.
    ///
    /// Left out are: sequences that do not start with ESC, or have fewer than 2 or more than
    /// ``maximumBytes`` bytes; those that would hide built-in input (`ESC`, `ESC [`, `ESC O`, the
    /// mouse, and the beginning of a paste); and those that begin with another sequence.
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

    /// Matches the bytes received so far against the sequences.
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
