import Certificates
import LedgerService
import TOMLText

/// Parses the values of settings from a file or from the environment.
struct SettingReader {
    /// The file's name in error messages.
    let file: String

    /// Returns the values in a file's tables, and throws for an unknown setting.
    func values(of root: TOMLTable) throws(DaemonError) -> [Setting: SettingValue] {
        var values: [Setting: SettingValue] = [:]
        for section in root.entries {
            guard case .table(let table) = section.value else {
                throw error("There is no setting '\(section.key)' outside a table.", section.place)
            }
            let known = Setting.allCases.filter { $0.table == section.key }
            guard !known.isEmpty else {
                throw error(
                    "There is no table [\(section.key)]; there are \(Self.tables).",
                    section.place
                )
            }
            for entry in table.entries {
                guard let setting = known.first(where: { $0.key == entry.key }) else {
                    let keys = known.map(\.key).joined(separator: ", ")
                    throw error(
                        "There is no '\(entry.key)' in [\(section.key)]; there are \(keys).",
                        entry.place
                    )
                }
                guard let value = Self.value(entry.value, setting.kind) else {
                    throw error("\(setting.rawValue) \(setting.kind.rule).", entry.place)
                }
                values[setting] = value
            }
        }
        return values
    }

    /// Returns the values of environment variables, and throws for a variable with our prefix that
    /// is no setting.
    static func values(
        of environment: [String: String]
    ) throws(DaemonError) -> [Setting: SettingValue] {
        var values: [Setting: SettingValue] = [:]
        let names = environment.keys.filter { $0.hasPrefix(Setting.environmentPrefix) }.sorted()
        for name in names {
            guard let setting = Setting.allCases.first(where: { $0.environmentName == name }) else {
                throw DaemonError(
                    "The environment has \(name), which is no setting of counterfoild.",
                    .configuration
                )
            }
            let text = environment[name] ?? ""
            guard let value = Self.value(of: text, setting.kind) else {
                throw DaemonError(
                    "\(name) in the environment: \(setting.rawValue) \(setting.kind.rule).",
                    .configuration
                )
            }
            values[setting] = value
        }
        return values
    }

    private static var tables: String {
        var names: [String] = []
        for setting in Setting.allCases where names.last != setting.table {
            names.append(setting.table)
        }
        return names.map { "[\($0)]" }.joined(separator: ", ")
    }

    private func error(_ sentence: String, _ place: TOMLPlace) -> DaemonError {
        DaemonError("\(file):\(place.line):\(place.column): \(sentence)", .configuration)
    }

    private static func value(_ value: TOMLValue, _ kind: SettingKind) -> SettingValue? {
        switch (value, kind) {
        case (.string(let text), .text), (.string(let text), .shownName),
            (.string(let text), .word):
            checked(.text(text), kind)
        case (.integer(let number), .integer): checked(.integer(number), kind)
        case (.boolean(let flag), .boolean): .boolean(flag)
        case (.array(let elements), .hostNames):
            texts(elements).flatMap { checked(.list($0), kind) }
        default: nil
        }
    }

    private static func texts(_ elements: [TOMLValue]) -> [String]? {
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// Parses text from the environment.
    ///
    /// Lists are separated by commas, and all else is as in the file without quotation marks.
    private static func value(of text: String, _ kind: SettingKind) -> SettingValue? {
        switch kind {
        case .text, .shownName, .word: checked(.text(text), kind)
        case .integer: Int(text).flatMap { checked(.integer($0), kind) }
        case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : nil
        case .hostNames: checked(.list(text.split(separator: ",").map(String.init)), kind)
        }
    }

    private static func checked(_ value: SettingValue, _ kind: SettingKind) -> SettingValue? {
        let isAllowed =
            switch (value, kind) {
            case (.text(let text), .text(let mayBeEmpty)): mayBeEmpty || !text.isEmpty
            case (.text(let text), .shownName): ShownName.refusal(of: text) == nil
            case (.text(let text), .word(let words)): words.contains(text)
            case (.integer(let number), .integer(let range, _)): range.contains(number)
            case (.list(let texts), .hostNames):
                !texts.isEmpty && texts.allSatisfy { AlternativeName($0) != nil }
            default: false
            }
        return isAllowed ? value : nil
    }
}
