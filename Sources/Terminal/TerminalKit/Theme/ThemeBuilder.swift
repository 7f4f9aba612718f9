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
///
/// [glyph]
/// "amount.positive" = { unicode = "+", ascii = "+", word = "credit" }
/// ```
public struct ThemeBuilder {
    /// Version of the theme file format.
    public static let schema = 1
    /// Maximum number of themes from which a theme inherits, directly or indirectly.
    public static let maximumAncestors = 4

    private var problems: [ThemeProblem] = []
    private var header = Header()
    private var palette: [String: Colour] = [:]
    private var rules: [Role: Theme.Rule] = [:]
    private var glyphs: [Role: Glyph] = [:]

    private struct Header {
        var variant: Theme.Variant?
        var contrast: Theme.Contrast?
        var colourVision: [Theme.ColourVision]?
        var purpose: Theme.Purpose?
    }

    private init() {}

    /// Builds a theme from a file and the ancestors from which it inherits.
    ///
    /// - Throws: All problems of the file and its ancestors.
    public static func build(
        _ source: ThemeSource,
        ancestor: (String) throws(ThemeError) -> ThemeSource
    ) throws(ThemeError) -> Theme {
        let family = try family(of: source, ancestor: ancestor)
        var builder = ThemeBuilder()
        // Palettes are read first, from the oldest ancestor on. A descendant that redefines a
        // colour changes it in every role that its ancestors defined.
        for member in family.reversed() { builder.readHead(of: member) }
        for member in family.reversed() { builder.readBody(of: member) }
        return try builder.finish(source)
    }

    private static func family(
        of source: ThemeSource,
        ancestor: (String) throws(ThemeError) -> ThemeSource
    ) throws(ThemeError) -> [ThemeSource] {
        var family = [source]
        var current = source
        while let entry = current.entries.first(where: { $0.key == "inherits" }) {
            guard case .string(let name) = entry.value, ThemeSource.isValidName(name) else {
                throw ThemeError(
                    file: current.file,
                    position: entry.position,
                    "'inherits' has to name a theme: 1 to 32 of a-z, 0-9 and '-'."
                )
            }
            if family.contains(where: { $0.name == name }) {
                throw ThemeError(
                    file: current.file,
                    position: entry.position,
                    "The theme inherits from itself by way of '\(name)'."
                )
            }
            guard family.count <= maximumAncestors else {
                throw ThemeError(
                    file: current.file,
                    position: entry.position,
                    "More than \(maximumAncestors) themes inherit from one another."
                )
            }
            current = try ancestor(name)
            family.append(current)
        }
        return family
    }

    private mutating func finish(_ source: ThemeSource) throws(ThemeError) -> Theme {
        if header.variant == nil { report(source, nil, "'variant' is missing.") }
        if header.variant != .mono {
            for role in [Role.text, .background] {
                let rule = rules[role]
                let colour = role == .text ? rule?.foreground : rule?.background
                if colour == nil {
                    let part = role == .text ? "fg" : "bg"
                    report(source, nil, "The role '\(role.name)' needs a colour as its '\(part)'.")
                }
            }
        }
        guard problems.isEmpty, let variant = header.variant else { throw ThemeError(problems) }
        return Theme(
            name: source.name,
            variant: variant,
            contrast: header.contrast ?? .normal,
            colourVision: header.colourVision ?? [],
            purpose: header.purpose ?? .live,
            rules: rules,
            glyphs: glyphs
        )
    }

    // MARK: - The parts of a file

    private mutating func readHead(of source: ThemeSource) {
        for required in ["schema", "name"]
        where !source.entries.contains(where: { $0.key == required }) {
            report(source, nil, "'\(required)' is missing.")
        }
        for entry in source.entries {
            switch entry.key {
            case "schema":
                if entry.value != .integer(Self.schema) {
                    report(source, entry, "Only schema \(Self.schema) is known.")
                }
            case "name":
                if entry.value != .string(source.name) || !ThemeSource.isValidName(source.name) {
                    report(
                        source,
                        entry,
                        "'name' has to be that of the file: 1 to 32 of a-z, 0-9 and '-'."
                    )
                }
            case "variant": header.variant = choice(source, entry) ?? header.variant
            case "contrast": header.contrast = choice(source, entry) ?? header.contrast
            case "purpose": header.purpose = choice(source, entry) ?? header.purpose
            case "cvd": header.colourVision = choices(source, entry, entry.value)
            case "palette": readPalette(source, entry)
            case "inherits", "role", "glyph": break
            default: reportUnknown(source, entry, in: "a theme")
            }
        }
    }

    private mutating func readBody(of source: ThemeSource) {
        for entry in source.entries {
            switch entry.key {
            case "role": readRoles(source, entry)
            case "glyph": readGlyphs(source, entry)
            default: break
            }
        }
    }

    private mutating func readPalette(_ source: ThemeSource, _ table: ThemeEntry) {
        for entry in entries(source, table) {
            guard ThemeSource.isValidName(entry.key) else {
                report(source, entry, "A colour is named with 1 to 32 of a-z, 0-9 and '-'.")
                continue
            }
            if let colour = colour(source, entry) { palette[entry.key] = colour }
        }
    }

    private mutating func colour(_ source: ThemeSource, _ entry: ThemeEntry) -> Colour? {
        var rgb: RGB?
        var x256: UInt8?
        var x16: UInt8??
        for part in entries(source, entry) {
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
                reportUnknown(source, part, in: "a colour")
            }
        }
        if let rgb, let x256, let x16 { return Colour(rgb: rgb, x256: x256, x16: x16) }
        let wrong = [
            rgb == nil ? "rgb as \"#rrggbb\"" : nil,
            x256 == nil ? "x256 as a number from 16 to 255" : nil,
            x16 == nil ? "x16 as a number from 0 to 15 or \"default\"" : nil,
        ].compactMap(\.self)
        let list = wrong.joined(separator: ", and ")
        report(source, entry, "The colour '\(entry.key)' needs \(list).")
        return nil
    }

    // MARK: - Roles

    private mutating func readRoles(_ source: ThemeSource, _ table: ThemeEntry) {
        for entry in entries(source, table) {
            guard let role = Role(name: entry.key) else {
                report(source, entry, "There is no role named \(Self.quoted(entry.key)).")
                continue
            }
            rules[role] = rule(source, entry)
        }
    }

    private mutating func rule(_ source: ThemeSource, _ entry: ThemeEntry) -> Theme.Rule {
        var rule = Theme.Rule()
        for part in entries(source, entry) {
            switch part.key {
            case "fg": rule.foreground = named(source, part)
            case "bg": rule.background = named(source, part)
            case "modifiers": rule.attributes = attributes(source, part, isMono: false)
            case "mono": rule.mono = attributes(source, part, isMono: true)
            default: reportUnknown(source, part, in: "a role")
            }
        }
        return rule
    }

    private mutating func named(_ source: ThemeSource, _ entry: ThemeEntry) -> Colour? {
        guard case .string(let name) = entry.value else {
            report(source, entry, "'\(entry.key)' has to name a colour of the palette.")
            return nil
        }
        if let colour = palette[name] { return colour }
        report(source, entry, "The palette has no colour named \(Self.quoted(name)).")
        return nil
    }

    private mutating func attributes(
        _ source: ThemeSource,
        _ entry: ThemeEntry,
        isMono: Bool
    ) -> Style.Attributes {
        let known: [(name: String, attribute: Style.Attributes)] = [
            ("bold", .bold), ("underline", .underline), ("reverse", .reverse), ("dim", .dim),
        ]
        guard case .array(let values) = entry.value else {
            report(source, entry, "'\(entry.key)' has to be a list of modifiers.")
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
                report(source, entry, "A modifier in '\(entry.key)' is one of \(choices).")
                continue
            }
            result.insert(found.attribute)
        }
        return result
    }

    // MARK: - Glyphs

    private mutating func readGlyphs(_ source: ThemeSource, _ table: ThemeEntry) {
        for entry in entries(source, table) {
            guard let role = Role(name: entry.key) else {
                report(source, entry, "There is no role named \(Self.quoted(entry.key)).")
                continue
            }
            var parts: [String: String] = [:]
            for part in entries(source, entry) {
                if ["unicode", "ascii", "word"].contains(part.key),
                    case .string(let text) = part.value
                {
                    parts[part.key] = text
                } else {
                    reportUnknown(source, part, in: "a glyph")
                }
            }
            if let glyph = Self.glyph(parts) {
                glyphs[role] = glyph
            } else {
                report(
                    source,
                    entry,
                    "The glyph of '\(role.name)' needs 'unicode', one character that takes one "
                        + "cell, 'ascii', one character of ASCII, and 'word', 1 to 24 characters."
                )
            }
        }
    }

    private static func glyph(_ parts: [String: String]) -> Glyph? {
        guard let unicode = parts["unicode"]?.unicodeScalars, unicode.count == 1,
            let ascii = parts["ascii"]?.unicodeScalars, ascii.count == 1,
            let word = parts["word"], let first = unicode.first, let plain = ascii.first
        else { return nil }
        let safe = SafeText(untrusted: word, limit: TextLimit(characters: 24))
        guard safe.flags.isEmpty else { return nil }
        return Glyph(unicode: first, ascii: plain, word: safe)
    }

    // MARK: - Helpers

    private mutating func entries(_ source: ThemeSource, _ entry: ThemeEntry) -> [ThemeEntry] {
        if case .table(let entries) = entry.value { return entries }
        report(source, entry, "\(Self.quoted(entry.key)) has to be a table.")
        return []
    }

    private mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ source: ThemeSource,
        _ entry: ThemeEntry
    ) -> Choice? {
        if case .string(let text) = entry.value, let found = Choice(rawValue: text) { return found }
        let names = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        report(source, entry, "'\(entry.key)' has to be one of \(names).")
        return nil
    }

    private mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ source: ThemeSource,
        _ entry: ThemeEntry,
        _ value: ThemeValue
    ) -> [Choice] {
        guard case .array(let values) = value else {
            report(source, entry, "'\(entry.key)' has to be a list.")
            return []
        }
        return values.compactMap { single in
            choice(source, ThemeEntry(key: entry.key, value: single, position: entry.position))
        }
    }

    private mutating func reportUnknown(
        _ source: ThemeSource,
        _ entry: ThemeEntry,
        in place: String
    ) {
        report(source, entry, "\(Self.quoted(entry.key)) means nothing in \(place).")
    }

    private mutating func report(_ source: ThemeSource, _ entry: ThemeEntry?, _ sentence: String) {
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
