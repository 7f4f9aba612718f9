import CoreVocabulary

extension Cursor {
    /// Version tag in the first part of the text form.
    private static let textVersion = "v1"

    /// Text form of the cursor, opaque to its keeper: `v1.<epoch>.<sequence>.<scope>.<mac>`.
    package var text: String {
        let parts = [
            Self.textVersion,
            Hex.encode(Self.bytes(of: epoch)),
            String(feedSequence),
            String(scopeVersion),
            Hex.encode(Self.bytes(of: mac)),
        ]
        return parts.joined(separator: ".")
    }

    /// Parses the text form; returns nil for anything that ``text`` would not print.
    package init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == Self.textVersion,
            let epoch = Hex.decode(parts[1]), epoch.count == 8,
            let sequence = Int64(parts[2]), sequence >= 0,
            let scope = Int64(parts[3]), scope >= 0,
            let mac = Hex.decode(parts[4]), mac.count == 16
        else { return nil }
        self.init(
            epoch: epoch.reduce(0) { $0 << 8 | UInt64($1) },
            feedSequence: sequence,
            scopeVersion: scope,
            mac: mac.reduce(0) { $0 << 8 | UInt128($1) }
        )
        guard self.text == text else { return nil }
    }

    private static func bytes<Value: FixedWidthInteger>(of value: Value) -> [UInt8] {
        let count = Value.bitWidth / 8
        return (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }
}
