public import TerminalKit

/// Reads the text of a theme file.
public enum ThemeReader {
    /// The bytes of a theme file at most; those of ours take a tenth.
    public static let maximumBytes = 64 * 1024

    /// Parses a theme file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - name: The name under which the theme was asked for.
    ///   - file: What messages call the file.
    /// - Returns: The tree of the file, with the place of every key.
    /// - Throws: One sentence, with line and column, when the file is too large, is not text, or is
    ///   not TOML.
    public static func source(
        of bytes: [UInt8],
        name: String,
        file: String
    ) throws(ThemeError) -> ThemeSource {
        guard bytes.count <= maximumBytes else {
            throw ThemeError(file: file, "A theme file has at most \(maximumBytes / 1024) KiB.")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw ThemeError(file: file, "The file is not UTF-8 text.")
        }
        do {
            let entries = try TOMLReader.entries(of: bytes)
            return ThemeSource(name: name, file: file, entries: entries)
        } catch {
            throw ThemeError(file: file, position: error.position, error.sentence)
        }
    }
}
