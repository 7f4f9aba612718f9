import CoreVocabulary

extension ReviewedTransfer {
    /// True if the bank takes a reference: it is no longer than ``referenceLimit``, and all of it is seen.
    public static func accepts(reference: String) -> Bool {
        reference.unicodeScalars.count <= referenceLimit && isPlain(reference)
    }

    /// The beginning of a reference that is no longer than ``referenceLimit``, in whole characters.
    ///
    /// Counted as the limit counts, by scalars; of a character of several none is left out.
    public static func cut(reference: String) -> String {
        var count = 0
        return String(
            reference.prefix { character in
                count += character.unicodeScalars.count
                return count <= referenceLimit
            }
        )
    }

    /// True if all of a reference is seen where it is shown; also of an empty one.
    ///
    /// What moves the cursor, breaks the line, turns the direction of text, takes no room, or has no
    /// meaning of its own (private use, unassigned) would have people read something else than they
    /// authorise. The rule is that for names. It is asked about what is sent: a reference that was
    /// stored before there was the rule is still read and shown.
    public static func isPlain(_ reference: String) -> Bool {
        !HiddenCharacters.areIn(reference)
    }
}
