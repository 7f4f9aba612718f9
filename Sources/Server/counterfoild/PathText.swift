import ArgumentParser

/// A path as every option takes it that names a file or a folder.
enum PathText {
    /// The path that was typed.
    ///
    /// - Throws: `ValidationError` for an empty one, which a shell makes of a variable that is not set.
    static func read(_ text: String) throws -> String {
        guard !text.isEmpty else {
            throw ValidationError(
                "The path is empty. Was it a variable that is not set? Name the file or the folder."
            )
        }
        return text
    }
}
