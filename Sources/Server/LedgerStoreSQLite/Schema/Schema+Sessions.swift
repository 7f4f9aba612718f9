extension Schema {
    /// The twelfth step: what ends sessions looks at those in force, not at all that ever were.
    ///
    /// - `session_of_user_with_key` and `session_at_terminal_with_key` find the sessions whose keys are
    ///   not destroyed: only these can be ended.
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
