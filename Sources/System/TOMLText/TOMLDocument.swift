/// A TOML file that was read.
public struct TOMLDocument: Hashable, Sendable {
    /// What messages call the file.
    public let file: String
    /// The keys at the top of the file.
    public let root: TOMLTable

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - file: What messages call it.
    ///   - rules: What it may be.
    /// - Throws: The first thing that is wrong.
    public init(path: String, file: String, rules: TOMLRules) throws(TOMLError) {
        let bytes: [UInt8]
        do {
            // One byte more than may be there shows that there is too much.
            bytes = try TOMLFile.bytes(atPath: path, limit: rules.byteLimit + 1)
        } catch {
            throw TOMLError(file: file, .unreadable(error.reason))
        }
        try self.init(bytes: bytes, file: file, rules: rules)
    }

    /// Reads the bytes of a file.
    ///
    /// - Parameters:
    ///   - bytes: All of them.
    ///   - file: What messages call the file.
    ///   - rules: What it may be.
    /// - Throws: The first thing that is wrong.
    public init(bytes: [UInt8], file: String, rules: TOMLRules) throws(TOMLError) {
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
