import CoreVocabulary

extension ReviewedTransfer {
    /// Returns true if the bank accepts the reference: up to ``referenceLimit`` visible scalars.
    package static func accepts(reference: String) -> Bool {
        reference.unicodeScalars.count <= referenceLimit && isPlain(reference)
    }

    /// Returns the longest prefix of a reference within ``referenceLimit``, in whole characters.
    ///
    /// Length is counted in Unicode scalars, as the limit is. A character of several scalars is
    /// kept whole or left out.
    package static func cut(reference: String) -> String {
        var count = 0
        return String(
            reference.prefix { character in
                count += character.unicodeScalars.count
                return count <= referenceLimit
            }
        )
    }

    /// Returns true if a reference has no hidden characters; an empty one has none.
    ///
    /// Characters that move the cursor, break the line, change the direction of text, have no
    /// width, or have no assigned meaning (private use, unassigned) would make people read
    /// something else than they authorise. The rule is the same as for names. It applies to
    /// references that are sent. A reference stored before the rule existed is still read and
    /// shown.
    package static func isPlain(_ reference: String) -> Bool {
        !HiddenCharacters.areIn(reference)
    }
}
