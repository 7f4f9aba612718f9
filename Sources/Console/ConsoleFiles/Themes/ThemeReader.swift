package import TerminalKit
import TOMLText

/// Reads the text of a theme file.
package enum ThemeReader {
    /// The bytes of a theme file at most; those of ours take a tenth.
    package static let maximumBytes = 64 * 1024

    private static let rules = TOMLRules(byteLimit: maximumBytes, allowsListsOfTables: false)

    /// Parses a theme file, with the place of every key; messages name it `file`.
    package static func source(
        of bytes: [UInt8],
        name: String,
        file: String
    ) throws(ThemeError) -> ThemeSource {
        do {
            let document = try TOMLDocument(bytes: bytes, file: file, rules: rules)
            return ThemeSource(name: name, document)
        } catch {
            throw ThemeError(error)
        }
    }

    /// Reads and parses a theme file.
    static func source(
        atPath path: String,
        name: String,
        file: String
    ) throws(ThemeError) -> ThemeSource {
        do {
            let document = try TOMLDocument(path: path, file: file, rules: rules)
            return ThemeSource(name: name, document)
        } catch {
            throw ThemeError(error)
        }
    }
}

extension ThemeError {
    /// Translates a syntax error of a file into the words of themes.
    fileprivate init(_ error: TOMLError) {
        let sentence = Self.sentence(for: error)
        self.init(file: error.file, position: error.place.map(SourcePosition.init), sentence)
    }

    // Apart from the initializer, whose optimised form Swift 6.3.1 does not compile.
    private static func sentence(for error: TOMLError) -> String {
        switch error.cause {
        case .unreadable: "The file cannot be read."
        case .tooLong(let byteLimit): "A theme file has at most \(byteLimit / 1024) KiB."
        case .notText, .malformed: error.sentence
        }
    }
}

extension ThemeSource {
    fileprivate init(name: String, _ document: TOMLDocument) {
        self.init(
            name: name,
            file: document.file,
            entries: document.root.entries.map(ThemeEntry.init)
        )
    }
}

extension ThemeEntry {
    fileprivate init(_ entry: TOMLEntry) {
        self.init(
            key: entry.key,
            value: ThemeValue(entry.value),
            position: SourcePosition(entry.place)
        )
    }
}

extension ThemeValue {
    fileprivate init(_ value: TOMLValue) {
        self =
            switch value {
            case .string(let text): .string(text)
            case .integer(let number): .integer(number)
            case .boolean: .other
            case .array(let values): .array(values.map(ThemeValue.init))
            case .table(let table): .table(table.entries.map(ThemeEntry.init))
            }
    }
}

extension SourcePosition {
    fileprivate init(_ place: TOMLPlace) {
        self.init(line: place.line, column: place.column)
    }
}
