extension Schema {
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
