/// Steps of the schema that add few columns or indexes.
extension Schema {
    /// Ninth step: a change of a user may have a new password.
    ///
    /// Earlier rows have none, and then the password with which the user was added applies.
    static let passwords = "ALTER TABLE user_change ADD COLUMN password TEXT;"

    /// Tenth step: an audit row has the concerned user, and a note on what was given or why it was
    /// refused.
    ///
    /// Earlier rows have neither, and keep their hashes.
    static let auditNotes = """
        ALTER TABLE audit ADD COLUMN concerned BLOB CHECK (length(concerned) = 16);
        ALTER TABLE audit ADD COLUMN note INTEGER CHECK (note BETWEEN 0 AND 65535);
        """

    /// Twelfth step: ending sessions reads only those that can still be ended, not all that ever
    /// existed.
    ///
    /// - `session_of_user_with_key` and `session_at_terminal_with_key` find the sessions whose keys
    ///   are not destroyed, because only these can be ended.
    /// - `session_at_terminal_in_order` has the last sign-in at each terminal at its end.
    static let sessionsInForce = """
        CREATE INDEX session_of_user_with_key ON session (user_id)
            WHERE length(authorisation_key) > 0;
        CREATE INDEX session_at_terminal_with_key ON session (terminal)
            WHERE length(authorisation_key) > 0;
        CREATE INDEX session_at_terminal_in_order ON session (terminal, opened_at)
            WHERE terminal IS NOT NULL;
        """
}
