extension Schema {
    /// The ninth step: a change of a user may hold another password.
    ///
    /// Rows from before have none, and then the one that the user was added with counts.
    static let passwords = "ALTER TABLE user_change ADD COLUMN password TEXT;"
}
