extension ReviewedTransfer {
    /// Whether all of a reference is seen where it is shown.
    ///
    /// What moves the cursor, breaks the line, turns the direction of text, takes no room, or has no
    /// meaning of its own (private use, unassigned) would have people read something else than they
    /// authorise. Joiners are among it, with which some scripts choose between two forms of a letter.
    public static func isPlain(_ reference: String) -> Bool {
        reference.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
                .unassigned:
                false
            default: true
            }
        }
    }
}
