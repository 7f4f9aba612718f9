/// Builds a ``Theme`` from a file and its ancestors, or reports all problems.
///
/// A theme file is untrusted input: any content leads to a theme or to a list of problems.
///
/// The format (schema 1):
///
/// ```toml
/// schema   = 1
/// name     = "dusk"            # must equal the file name
/// inherits = "dark"            # optional; supplies everything not defined here
/// variant  = "dark"            # dark, light or mono
/// contrast = "AA"              # or "AAA"; verified by the checker
/// cvd      = ["deutan"]        # supported kinds of colour vision; verified by the checker
/// purpose  = "live"            # or "demo"
///
/// [palette]
/// teal = { rgb = "#5fd7d7", x256 = 80, x16 = 6 }      # x16: 0 to 15, or "default"
///
/// [role]
/// "amount.positive" = { fg = "teal", bg = "…", modifiers = ["bold"], mono = ["bold"] }
/// ```
package struct ThemeBuilder {
    /// Version of the theme file format.
    package static let schema = 1
    /// Maximum number of themes from which a theme inherits, directly or indirectly.
    package static let maximumAncestors = 4

    /// File that is being read.
    private var source: ThemeSource
    private var problems: [ThemeProblem] = []
    private var variant: Theme.Variant?
    private var contrast = Theme.Contrast.normal
    private var colourVision: [Theme.ColourVision] = []
    private var purpose = Theme.Purpose.live
    private var palette: [String: Colour] = [:]
    private var rules: [StyleRole: Theme.Rule] = [:]

    private init(_ source: ThemeSource) {
        self.source = source
    }

    /// Builds a theme from a file and the ancestors from which it inherits.
    ///
    /// - Throws: All problems of the file and its ancestors.
    package static func build(
        _ source: ThemeSource,
        ancestor: (String) throws(ThemeError) -> ThemeSource
    ) throws(ThemeError) -> Theme {
        let family = try family(of: source, ancestor: ancestor)
        var builder = ThemeBuilder(source)
        // Palettes are read first, from the oldest ancestor on. A descendant that redefines a
        // colour changes it in every role that its ancestors defined.
        for member in family.reversed() {
            builder.source = member
            builder.readHead()
        }
        for member in family.reversed() {
            builder.source = member
            builder.readBody()
        }
        return try builder.finish()
    }

    private static func family(
        of source: ThemeSource,
        ancestor: (String) throws(ThemeError) -> ThemeSource
    ) throws(ThemeError) -> [ThemeSource] {
        var family = [source]
        var current = source
        while let entry = current.entries.first(where: { $0.key == "inherits" }) {
            func error(_ sentence: String) -> ThemeError {
                ThemeError(file: current.file, position: entry.position, sentence)
            }
            guard case .string(let name) = entry.value, ThemeSource.isValidName(name) else {
                throw error("'inherits' has to name a theme: 1 to 32 of a-z, 0-9 and '-'.")
            }
            if family.contains(where: { $0.name == name }) {
                throw error("The theme inherits from itself by way of '\(name)'.")
            }
            guard family.count <= maximumAncestors else {
                throw error("More than \(maximumAncestors) themes inherit from one another.")
            }
            current = try ancestor(name)
            family.append(current)
        }
        return family
    }

    private mutating func finish() throws(ThemeError) -> Theme {
        if variant == nil { report("'variant' is missing.") }
        if variant != .mono {
            for role in [StyleRole.text, .background] {
                let rule = rules[role]
                let colour = role == .text ? rule?.foreground : rule?.background
                if colour == nil {
                    let part = role == .text ? "fg" : "bg"
                    report("The role '\(role.name)' needs a colour as its '\(part)'.")
                }
            }
        }
        guard problems.isEmpty, let variant else { throw ThemeError(problems) }
        return Theme(
            name: source.name,
            variant: variant,
            contrast: contrast,
            colourVision: colourVision,
            purpose: purpose,
            rules: rules
        )
    }

    // MARK: - The parts of a file

    private mutating func readHead() {
        for required in ["schema", "name"]
        where !source.entries.contains(where: { $0.key == required }) {
            report("'\(required)' is missing.")
        }
        for entry in source.entries {
            switch entry.key {
            case "schema":
                if entry.value != .integer(Self.schema) {
                    report("Only schema \(Self.schema) is known.", at: entry)
                }
            case "name":
                if entry.value != .string(source.name) || !ThemeSource.isValidName(source.name) {
                    report(
                        "'name' has to be that of the file: 1 to 32 of a-z, 0-9 and '-'.",
                        at: entry
                    )
                }
            case "variant": variant = choice(entry) ?? variant
            case "contrast": contrast = choice(entry) ?? contrast
            case "purpose": purpose = choice(entry) ?? purpose
            case "cvd": colourVision = choices(entry)
            case "palette": readPalette(entry)
            case "inherits", "role": break
            default: reportUnknown(entry, in: "a theme")
            }
        }
    }

    private mutating func readBody() {
        for entry in source.entries where entry.key == "role" { readRoles(entry) }
    }

    private mutating func readPalette(_ table: ThemeEntry) {
        for entry in entries(table) {
            guard ThemeSource.isValidName(entry.key) else {
                report("A colour is named with 1 to 32 of a-z, 0-9 and '-'.", at: entry)
                continue
            }
            if let colour = colour(entry) { palette[entry.key] = colour }
        }
    }

    private mutating func colour(_ entry: ThemeEntry) -> Colour? {
        var rgb: RGB?
        var x256: UInt8?
        var x16: UInt8??
        for part in entries(entry) {
            switch (part.key, part.value) {
            case ("rgb", .string(let hex)):
                rgb = RGB(hex: hex)
            case ("x256", .integer(let index)):
                x256 = UInt8(exactly: index).flatMap { $0 >= 16 ? $0 : nil }
            case ("x16", .integer(let index)):
                if (0...15).contains(index) { x16 = .some(UInt8(index)) }
            case ("x16", .string("default")):
                x16 = .some(nil)
            case ("rgb", _), ("x256", _), ("x16", _):
                break
            default:
                reportUnknown(part, in: "a colour")
            }
        }
        if let rgb, let x256, let x16 { return Colour(rgb: rgb, x256: x256, x16: x16) }
        let wrong = [
            rgb == nil ? "rgb as \"#rrggbb\"" : nil,
            x256 == nil ? "x256 as a number from 16 to 255" : nil,
            x16 == nil ? "x16 as a number from 0 to 15 or \"default\"" : nil,
        ].compactMap(\.self)
        let list = wrong.joined(separator: ", and ")
        report("The colour '\(entry.key)' needs \(list).", at: entry)
        return nil
    }

    // MARK: - Roles

    private mutating func readRoles(_ table: ThemeEntry) {
        for entry in entries(table) {
            if let role = role(entry) { rules[role] = rule(entry) }
        }
    }

    private mutating func role(_ entry: ThemeEntry) -> StyleRole? {
        if let role = StyleRole(name: entry.key) { return role }
        report("There is no role named \(Self.quoted(entry.key)).", at: entry)
        return nil
    }

    private mutating func rule(_ entry: ThemeEntry) -> Theme.Rule {
        var rule = Theme.Rule()
        for part in entries(entry) {
            switch part.key {
            case "fg": rule.foreground = named(part)
            case "bg": rule.background = named(part)
            case "modifiers": rule.attributes = attributes(part, isMono: false)
            case "mono": rule.mono = attributes(part, isMono: true)
            default: reportUnknown(part, in: "a role")
            }
        }
        return rule
    }

    private mutating func named(_ entry: ThemeEntry) -> Colour? {
        guard case .string(let name) = entry.value else {
            report("'\(entry.key)' has to name a colour of the palette.", at: entry)
            return nil
        }
        if let colour = palette[name] { return colour }
        report("The palette has no colour named \(Self.quoted(name)).", at: entry)
        return nil
    }

    private mutating func attributes(_ entry: ThemeEntry, isMono: Bool) -> Style.Attributes {
        let known: [(name: String, attribute: Style.Attributes)] = [
            ("bold", .bold), ("underline", .underline), ("reverse", .reverse), ("dim", .dim),
        ]
        guard case .array(let values) = entry.value else {
            report("'\(entry.key)' has to be a list of modifiers.", at: entry)
            return []
        }
        var result: Style.Attributes = []
        for value in values {
            // Nobody can check the contrast of dim text, so it is allowed only where there is no
            // colour.
            guard case .string(let name) = value,
                let found = known.first(where: { $0.name == name }),
                isMono || found.attribute != .dim
            else {
                let choices =
                    isMono ? "bold, underline, reverse or dim" : "bold, underline or reverse"
                report("A modifier in '\(entry.key)' is one of \(choices).", at: entry)
                continue
            }
            result.insert(found.attribute)
        }
        return result
    }

    // MARK: - Helpers

    private mutating func entries(_ entry: ThemeEntry) -> [ThemeEntry] {
        if case .table(let entries) = entry.value { return entries }
        report("\(Self.quoted(entry.key)) has to be a table.", at: entry)
        return []
    }

    private mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ entry: ThemeEntry
    ) -> Choice? {
        if case .string(let text) = entry.value, let found = Choice(rawValue: text) { return found }
        let names = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        report("'\(entry.key)' has to be one of \(names).", at: entry)
        return nil
    }

    private mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ entry: ThemeEntry
    ) -> [Choice] {
        guard case .array(let values) = entry.value else {
            report("'\(entry.key)' has to be a list.", at: entry)
            return []
        }
        return values.compactMap { single in
            choice(ThemeEntry(key: entry.key, value: single, position: entry.position))
        }
    }

    private mutating func reportUnknown(_ entry: ThemeEntry, in place: String) {
        report("\(Self.quoted(entry.key)) means nothing in \(place).", at: entry)
    }

    private mutating func report(_ sentence: String, at entry: ThemeEntry? = nil) {
        problems.append(
            ThemeProblem(file: source.file, position: entry?.position, sentence: sentence)
        )
    }

    /// Returns a name from the file in quotation marks, safe to print.
    private static func quoted(_ name: String) -> String {
        let safe = SafeText(untrusted: name, limit: TextLimit(characters: 40))
        return "'\(safe.truncated(toWidth: 40, ellipsis: "...").escaped)'"
    }
}
