/// Unicode Normalization Form C.
///
/// The standard library normalises strings for comparison but offers no public API for it, and this
/// layer does not use Foundation. The tables are generated. The combining classes come from the
/// standard library, and their values never change once a character has one. Source: UAX #15,
/// Unicode 14.
enum CanonicalComposition {
    /// Returns the scalars in form C.
    ///
    /// - Complexity: O(n) except for runs of marks, which are sorted by insertion. Bound the input.
    static func compose(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        // Scalars below U+0300 do not combine and are already composed.
        guard scalars.contains(where: { $0.value >= 0x300 }) else { return scalars }
        var decomposed: [UInt32] = []
        decomposed.reserveCapacity(scalars.count)
        for scalar in scalars {
            decompose(scalar.value, into: &decomposed)
        }
        let ordered = inCanonicalOrder(decomposed)
        return recompose(ordered).compactMap(Unicode.Scalar.init)
    }

    /// Returns the character without its marks, such as e for é; itself if it has none.
    static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        var parts: [UInt32] = []
        decompose(scalar.value, into: &parts)
        return parts.first.flatMap(Unicode.Scalar.init) ?? scalar
    }

    // MARK: - Decomposition

    private static let decompositions: [UInt32: (first: UInt32, second: UInt32)] = {
        var found: [UInt32: (first: UInt32, second: UInt32)] = [:]
        for pair in pairs { found[pair.composed] = (pair.base, pair.mark) }
        for (first, replacements) in groups(of: CompositionTables.singles) {
            for (offset, other) in replacements.enumerated() {
                found[first + UInt32(offset)] = (other, 0)
            }
        }
        let exclusions = CompositionTables.exclusions
        for start in stride(from: 0, to: exclusions.count, by: 3) {
            found[exclusions[start]] = (exclusions[start + 1], exclusions[start + 2])
        }
        return found
    }()

    private static var pairs: [(base: UInt32, mark: UInt32, composed: UInt32)] {
        groups(of: CompositionTables.pairs).flatMap { mark, numbers in
            stride(from: numbers.startIndex, to: numbers.endIndex, by: 2).map {
                (numbers[$0], mark, numbers[$0 + 1])
            }
        }
    }

    /// Returns the groups of a table: each a number, the count of the numbers after it, and these.
    private static func groups(of table: [UInt32]) -> [(first: UInt32, rest: ArraySlice<UInt32>)] {
        var groups: [(first: UInt32, rest: ArraySlice<UInt32>)] = []
        var rest = table[...]
        while let first = rest.popFirst(), let count = rest.popFirst() {
            groups.append((first, rest.prefix(Int(count))))
            rest = rest.dropFirst(Int(count))
        }
        return groups
    }

    private static func decompose(_ value: UInt32, into result: inout [UInt32]) {
        if value < 0xC0 {
            result.append(value)
        } else if let syllable = Hangul.parts(of: value) {
            result.append(contentsOf: syllable)
        } else if let parts = decompositions[value] {
            // Recursion is at most four levels deep, the longest chain in Unicode.
            decompose(parts.first, into: &result)
            if parts.second != 0 { result.append(parts.second) }
        } else {
            result.append(value)
        }
    }

    // MARK: - Ordering

    private static func inCanonicalOrder(_ values: [UInt32]) -> [UInt32] {
        var ordered = values
        var classes = values.map(combiningClass)
        for index in ordered.indices.dropFirst() where classes[index] != 0 {
            var place = index
            while place > 0, classes[place - 1] > classes[place] {
                ordered.swapAt(place, place - 1)
                classes.swapAt(place, place - 1)
                place -= 1
            }
        }
        return ordered
    }

    private static func combiningClass(_ value: UInt32) -> UInt8 {
        guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return 0 }
        return scalar.properties.canonicalCombiningClass.rawValue
    }

    // MARK: - Composition

    private static let compositions = Dictionary(
        uniqueKeysWithValues: pairs.map { (key($0.base, $0.mark), $0.composed) }
    )

    private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
        UInt64(first) << 32 | UInt64(second)
    }

    private static func recompose(_ values: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(values.count)
        var starter: Int?
        var lastClass: UInt8 = 0
        for value in values {
            let valueClass = combiningClass(value)
            if let starter {
                // Composition is blocked by a scalar of the same or a higher class in between.
                let isNext = starter == result.count - 1
                let isOpen = isNext || (lastClass != 0 && lastClass < valueClass)
                if isOpen, let composed = pair(result[starter], value) {
                    result[starter] = composed
                    continue
                }
            }
            if valueClass == 0 { starter = result.count }
            lastClass = valueClass
            result.append(value)
        }
        return result
    }

    private static func pair(_ first: UInt32, _ second: UInt32) -> UInt32? {
        Hangul.composed(first, second) ?? compositions[key(first, second)]
    }
}

/// Hangul syllables, which are composed by the arithmetic of Unicode §3.12.
private enum Hangul {
    static let syllables: UInt32 = 0xAC00
    static let leads: UInt32 = 0x1100
    static let vowels: UInt32 = 0x1161
    static let trails: UInt32 = 0x11A7
    static let leadCount: UInt32 = 19
    static let vowelCount: UInt32 = 21
    static let trailCount: UInt32 = 28

    static func parts(of value: UInt32) -> [UInt32]? {
        let count = leadCount * vowelCount * trailCount
        guard value >= syllables, value < syllables + count else { return nil }
        let index = value - syllables
        let trail = index % trailCount
        let lead = leads + index / (vowelCount * trailCount)
        let vowel = vowels + index % (vowelCount * trailCount) / trailCount
        return trail == 0 ? [lead, vowel] : [lead, vowel, trails + trail]
    }

    static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if first >= leads, first < leads + leadCount, second >= vowels,
            second < vowels + vowelCount
        {
            return syllables + ((first - leads) * vowelCount + second - vowels) * trailCount
        }
        guard let open = parts(of: first), open.count == 2, second > trails,
            second < trails + trailCount
        else { return nil }
        return first + second - trails
    }
}
