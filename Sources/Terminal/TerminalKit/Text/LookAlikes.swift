/// Detection of letters that imitate other letters.
///
/// Source: UTS #39 §5.2, the level "moderately restrictive": one script, or Latin beside one other
/// script, but never beside one that imitates it (we add Armenian and Cherokee to Cyrillic and
/// Greek there). The East Asian scripts count as one. In addition, letters made to look like Latin
/// ones (phonetic, mathematical, fullwidth) are always suspect, and so is a text of which every
/// letter could be Latin and none is.
///
/// It is no full table of confusables. It covers imitations of Latin letters and digits, which are
/// what imitated payee names at this bank consist of. It does not detect that rn looks like m, 0
/// like O, or 1 like l, since all of them are ordinary Latin.
enum LookAlikes {
    /// Returns the indices of the suspect cells, ascending.
    static func suspects(in cells: ArraySlice<TextCell>) -> [Int] {
        let letters = cells.indices.map { (index: $0, script: WritingScript(cells[$0].base)) }
            .filter { $0.script != .common }
        let isEastAsian = letters.contains { $0.script.isEastAsian }
        var odd = Set(cells.indices.filter { isOddAlone(cells[$0].base, isEastAsian: isEastAsian) })
        odd.formUnion(strangers(letters, in: cells))
        return odd.sorted()
    }

    /// Returns the ASCII character that a character looks like; nil if there is none.
    private static func ascii(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let value = scalar.value
        switch value {
        case ..<0x80:
            return nil
        case 0xFF01...0xFF5E:  // fullwidth
            return Unicode.Scalar(value - 0xFF01 + 0x21)
        case 0x1D400...0x1D6A3:  // mathematical alphabets of 52 letters each
            let letter = (value - 0x1D400) % 52
            return Unicode.Scalar(letter < 26 ? 0x41 + letter : 0x61 + letter - 26)
        case 0x1D7CE...0x1D7FF:  // mathematical digits
            return Unicode.Scalar(0x30 + (value - 0x1D7CE) % 10)
        default:
            return LookAlikeTable.imitations[scalar]
        }
    }

    private static func isOddAlone(_ scalar: Unicode.Scalar, isEastAsian: Bool) -> Bool {
        switch scalar.value {
        case ..<0x80: false
        case 0xFF01...0xFF5E: !isEastAsian
        case 0x1D400...0x1D7FF: true
        default: LookAlikeTable.oddAlone.contains(scalar)
        }
    }

    private static func strangers(
        _ letters: [(index: Int, script: WritingScript)],
        in cells: ArraySlice<TextCell>
    ) -> [Int] {
        // The East Asian scripts count as one and are represented by Han.
        let grouped = letters.map { ($0.index, $0.script.isEastAsian ? .han : $0.script) }
        let scripts = Set(grouped.map(\.1.rawValue)).sorted().compactMap(WritingScript.init)
        guard scripts.count > 1 else {
            return scripts.first?.imitatesLatin == true ? wholeImitation(letters, in: cells) : []
        }
        if scripts.count == 2, scripts.contains(.latin),
            !scripts.contains(where: { $0.imitatesLatin || $0 == .other })
        {
            return []
        }
        let home = scripts.max { left, right in
            // Latin wins a tie, so that the imitation is marked.
            let counts = [left, right].map { script in grouped.filter { $0.1 == script }.count }
            return counts[0] == counts[1] ? right == .latin : counts[0] < counts[1]
        }
        return grouped.filter { $0.1 != home }.map(\.0)
    }

    private static func wholeImitation(
        _ letters: [(index: Int, script: WritingScript)],
        in cells: ArraySlice<TextCell>
    ) -> [Int] {
        letters.allSatisfy { ascii(for: cells[$0.index].base) != nil } ? letters.map(\.index) : []
    }
}
