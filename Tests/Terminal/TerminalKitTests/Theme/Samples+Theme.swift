@testable import TerminalKit

/// Small themes for tests.
enum SampleTheme {
    static func colour(_ hex: String, _ x256: Int, _ x16: Int?) -> ThemeValue {
        .table([
            ThemeEntry(key: "rgb", value: .string(hex)),
            ThemeEntry(key: "x256", value: .integer(x256)),
            ThemeEntry(key: "x16", value: x16.map { .integer($0) } ?? .string("default")),
        ])
    }

    static func role(fg: String? = nil, bg: String? = nil, mono: [String] = []) -> ThemeValue {
        var entries: [ThemeEntry] = []
        if let fg { entries.append(ThemeEntry(key: "fg", value: .string(fg))) }
        if let bg { entries.append(ThemeEntry(key: "bg", value: .string(bg))) }
        if !mono.isEmpty {
            entries.append(ThemeEntry(key: "mono", value: .array(mono.map { .string($0) })))
        }
        return .table(entries)
    }

    static func table(_ key: String, _ values: [(String, ThemeValue)]) -> ThemeEntry {
        ThemeEntry(key: key, value: .table(values.map { ThemeEntry(key: $0.0, value: $0.1) }))
    }

    static let head = [
        ThemeEntry(key: "schema", value: .integer(1)),
        ThemeEntry(key: "variant", value: .string("dark")),
    ]

    static let palette = table(
        "palette",
        [
            ("black", colour("#000000", 16, 0)), ("white", colour("#ffffff", 231, 15)),
            ("grey", colour("#767676", 243, 8)), ("blue", colour("#005f87", 24, 4)),
        ]
    )

    static let roles = table(
        "role",
        [
            ("background", role(bg: "black")), ("text", role(fg: "white")),
            ("selection", role(fg: "white", bg: "blue", mono: ["reverse"])),
        ]
    )

    /// A source of a name with more entries; an entry replaces one of the same key.
    static func source(_ name: String, _ more: [ThemeEntry] = []) -> ThemeSource {
        let own = head + [ThemeEntry(key: "name", value: .string(name)), palette, roles]
        let kept = own.filter { entry in !more.contains { $0.key == entry.key } }
        return ThemeSource(name: name, file: "\(name).toml", entries: kept + more)
    }

    /// The sentences about a source; empty when a theme could be made of it.
    static func problems(_ source: ThemeSource, family: [ThemeSource] = []) -> [String] {
        do {
            _ = try build(source, family: family)
            return []
        } catch {
            return error.problems.map(\.sentence)
        }
    }

    static func build(
        _ source: ThemeSource,
        family: [ThemeSource] = []
    ) throws(ThemeError) -> Theme {
        try ThemeBuilder.build(source) { (name: String) throws(ThemeError) -> ThemeSource in
            guard let found = family.first(where: { $0.name == name }) else {
                throw ThemeError(file: name, "There is no theme of this name.")
            }
            return found
        }
    }
}
