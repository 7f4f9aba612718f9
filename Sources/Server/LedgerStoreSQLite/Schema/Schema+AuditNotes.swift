extension Schema {
    /// Tenth step: an audit row has the concerned user, and a note on what was given or why it was
    /// refused.
    ///
    /// Earlier rows have neither, and keep their hashes.
    static let auditNotes = """
        ALTER TABLE audit ADD COLUMN concerned BLOB CHECK (length(concerned) = 16);
        ALTER TABLE audit ADD COLUMN note INTEGER CHECK (note BETWEEN 0 AND 65535);
        """
}
