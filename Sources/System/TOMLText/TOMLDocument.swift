import LocalFiles

/// A parsed TOML file with its name for messages.
package struct TOMLDocument: Hashable, Sendable {
    /// Name of the file in messages.
    package let file: String
    /// The top-level keys of the file.
    package let root: TOMLTable

    /// Reads and parses the file at a path, which messages call by another name.
    ///
    /// - Throws: ``TOMLError`` with the first fault.
    package init(path: String, file: String, rules: TOMLRules) throws(TOMLError) {
        let bytes: [UInt8]
        do {
            // One byte beyond the limit shows that the file is too long.
            bytes = try LocalFile.read(path, upTo: rules.byteLimit + 1, followsLinks: true)
        } catch {
            throw TOMLError(file: file, .unreadable(error == .notRegular ? nil : error.reason))
        }
        try self.init(bytes: bytes, file: file, rules: rules)
    }

    /// Parses the bytes of a file, which messages call by a name.
    ///
    /// - Throws: ``TOMLError`` with the first fault.
    package init(bytes: [UInt8], file: String, rules: TOMLRules) throws(TOMLError) {
        guard bytes.count <= rules.byteLimit else {
            throw TOMLError(file: file, .tooLong(byteLimit: rules.byteLimit))
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw TOMLError(file: file, .notText)
        }
        do {
            root = try TOMLReader.table(of: bytes, rules: rules)
        } catch {
            throw TOMLError(file: file, .malformed(error.sentence, error.place))
        }
        self.file = file
    }
}
