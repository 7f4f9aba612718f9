import ArgumentParser

/// Parser of option values that name a file or a folder.
enum PathText {
    /// Returns the path as it was typed.
    static func read(_ text: String) throws -> String {
        guard !text.isEmpty else {
            throw ValidationError(
                "The path is empty. Was it a variable that is not set? Name the file or the folder."
            )
        }
        return text
    }
}
