extension Schema {
    /// The tenth step: a line of the audit log names the user whom it concerns, and what was given
    /// or why it was refused.
    ///
    /// Lines from before say neither, and keep their hashes.
    static let auditNotes = """
        ALTER TABLE audit ADD COLUMN concerned BLOB CHECK (length(concerned) = 16);
        ALTER TABLE audit ADD COLUMN note INTEGER CHECK (note BETWEEN 0 AND 65535);
        """
}
