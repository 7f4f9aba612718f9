import Glibc
import TOMLKit

/// Reads the TOML files of a fixture's folder.
enum FixtureReader {
    /// The longest file that is read, in bytes; the demo bank's largest has 7 kB.
    static let fileByteLimit = 1_048_576
    /// The form of the files that this program reads.
    static let schema = 1

    /// Reads the five files.
    ///
    /// - Throws: ``FixtureError`` that names the file and what is wrong in it.
    static func read(folder: String) throws(FixtureError) -> FixtureDescription {
        let description = FixtureDescription(
            bank: try decode("bank.toml", in: folder),
            people: try decode("people.toml", in: folder),
            accounts: try decode("accounts.toml", in: folder),
            payees: try decode("payees.toml", in: folder),
            activity: try decode("activity.toml", in: folder))
        guard description.bank.schema == schema else {
            throw FixtureError(
                "\(folder)/bank.toml: schema \(description.bank.schema) is not known; "
                    + "this program reads schema \(schema).")
        }
        return description
    }

    private static func decode<File: Decodable>(
        _ name: String,
        in folder: String
    ) throws(FixtureError) -> File {
        let path = "\(folder)/\(name)"
        let text = try contents(of: path)
        do {
            return try TOMLDecoder(strictDecoding: true).decode(File.self, from: text)
        } catch let error as TOMLParseError {
            throw FixtureError(
                "\(path), line \(error.source.begin.line): \(error.description).")
        } catch let error as DecodingError {
            throw FixtureError("\(path): \(sentence(for: error))")
        } catch {
            throw FixtureError("\(path) has keys that are not known: \(error).")
        }
    }

    private static func sentence(for error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _):
            "the key '\(key.stringValue)' is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "the value of '\(context.codingPath.map(\.stringValue).joined(separator: "."))' "
                + "is of the wrong kind."
        @unknown default:
            "it cannot be read."
        }
    }

    private static func contents(of path: String) throws(FixtureError) -> String {
        guard let file = fopen(path, "r") else {
            throw FixtureError("\(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: fileByteLimit + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard count <= fileByteLimit else {
            throw FixtureError("\(path) is longer than \(fileByteLimit) bytes.")
        }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw FixtureError("\(path) is not UTF-8.")
        }
        return text
    }
}
