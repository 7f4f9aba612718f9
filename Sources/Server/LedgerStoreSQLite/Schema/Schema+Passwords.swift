extension Schema {
    /// Ninth step: a change of a user may have a new password.
    ///
    /// Earlier rows have none, and then the password with which the user was added applies.
    static let passwords = "ALTER TABLE user_change ADD COLUMN password TEXT;"
}
