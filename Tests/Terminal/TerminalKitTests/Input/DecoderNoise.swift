import CoreVocabulary

/// Bytes such as a terminal, a bad line or an enemy might send.
enum DecoderNoise {
    private static let pieces: [[UInt8]] = [
        "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[A", "\u{1B}OB", "\u{1B}[1;5C", "\u{1B}[5~",
        "\u{1B}[200~", "\u{1B}[201~", "\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{7}", "\u{1B}]0;x\u{1B}\\",
        "\u{1B}P1$r0m\u{1B}\\", "\u{1B}_G\u{1B}\\", "\u{1B}[?2026;2$y", "\u{1B}[<0;3;4M",
        "\u{1B}[I", "\u{1B}[[A", "\u{1B}[7~", "\u{1B}[3$", "\u{1B}[97;5u", "\u{1B}[M !!", "é",
        "王", "😀", "a", "q", "\r", "\t", "\u{7F}", "\u{1B}x",
    ].map { Array($0.utf8) }

    /// So many bytes or a few more: whole pieces, pieces cut short, and bytes of any value.
    static func bytes(count: Int, using noise: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            switch UInt8.random(in: 0..<4, using: &noise) {
            case 0:
                bytes.append(.random(in: 0...255, using: &noise))
            case 1:
                let piece = pieces.randomElement(using: &noise) ?? []
                bytes += piece.prefix(Int.random(in: 0...piece.count, using: &noise))
            default:
                bytes += pieces.randomElement(using: &noise) ?? []
            }
        }
        return bytes
    }
}
