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
                guard let value = SettingValue(entry.value), setting.kind.allows(value) else {
                    throw error("\(setting.rawValue) \(setting.kind.rule).", entry.place)
                }
                values[setting] = value
            }
        }
        return values
    }

    /// Returns the values of environment variables; throws for an unknown one with our prefix.
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
            guard let value = Self.value(of: text, setting.kind), setting.kind.allows(value) else {
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

    /// Parses text from the environment.
    ///
    /// Lists are separated by commas, and all else is as in the file without quotation marks.
    private static func value(of text: String, _ kind: SettingKind) -> SettingValue? {
        switch kind {
        case .text, .shownName, .word: .text(text)
        case .integer: Int(text).map { .integer($0) }
        case .boolean: Bool(text).map { .boolean($0) }
        case .hostNames: .list(text.split(separator: ",").map(String.init))
        }
    }
}
