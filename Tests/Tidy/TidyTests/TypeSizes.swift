/// Counts the stored properties and the lines of each type over all the files of its target.
///
/// A type is found by its indentation, which the formatter keeps: it ends at the brace below its
/// first column. A nested type counts by itself, and its lines do not count for the type around it.
struct TypeSizes {
    static let propertyLimit = 20
    static let lineLimit = 800

    /// The types that are still too large, with their sizes; only ever make it smaller.
    static let known: [String: Size] = [:]

    struct Size: Equatable {
        var properties = 0
        var lines = 0

        var isTooLarge: Bool { properties > propertyLimit || lines > lineLimit }
    }

    private struct OpenType {
        let name: String
        let indent: Int
        let firstLine: Int
        let canStore: Bool
    }

    /// Sizes by the names `Target.Type` and `Target.Type.Nested`.
    private(set) var sizes: [String: Size] = [:]

    init(_ files: [SourceFile]) {
        for file in files { add(file) }
    }

    /// Gives a sentence for each type that is too large, and for each known one that has shrunk.
    func findings(known: [String: Size] = known) -> [String] {
        let limits = "\(Self.propertyLimit) stored properties and \(Self.lineLimit) lines"
        let news = sizes.filter { $1.isTooLarge && known[$0] == nil }.map { name, size in
            "\(name) has \(size.properties) stored properties and \(size.lines) lines; "
                + "split it: the limits are \(limits)."
        }
        let olds = known.compactMap { name, limit -> String? in
            let size = sizes[name] ?? Size()
            if !size.isTooLarge {
                return "Remove \(name) from the known types: it is within limits."
            }
            if size.properties > limit.properties || size.lines > limit.lines {
                return "\(name) grew to \(size.properties) stored properties and \(size.lines) "
                    + "lines; it may only shrink until it is within \(limits)."
            }
            return size == limit
                ? nil
                : "Lower the size of \(name) to Size(properties: \(size.properties), "
                    + "lines: \(size.lines))."
        }
        return (news + olds).sorted()
    }

    private mutating func add(_ file: SourceFile) {
        var open: [OpenType] = []
        var isText = false
        let lines = file.lines
        for (number, line) in lines.enumerated() {
            let marks = line.contains("\"\"\"")
            defer { if marks { isText.toggle() } }
            if isText { continue }
            let indent = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
            let code = line.dropFirst(indent)
            if let type = open.last, indent == type.indent, code.hasPrefix("}") {
                sizes[type.name, default: Size()].lines += number - type.firstLine + 1
                open.removeLast()
                if let outer = open.last?.name {
                    sizes[outer, default: Size()].lines -= number - type.firstLine + 1
                }
            } else if let head = Self.head(of: code) {
                let outer = open.last?.name ?? file.target ?? "?"
                let name = "\(outer).\(head.name)"
                if code.hasSuffix("}") {
                    sizes[name, default: Size()].lines += 1
                    if open.last != nil { sizes[outer, default: Size()].lines -= 1 }
                } else {
                    open.append(
                        OpenType(
                            name: name,
                            indent: indent,
                            firstLine: number,
                            canStore: head.canStore
                        )
                    )
                }
            } else if let type = open.last, type.canStore, indent == type.indent + 4 {
                let next = number + 1 < lines.count ? lines[number + 1] : ""
                if Self.storesProperty(code, next: next) {
                    sizes[type.name, default: Size()].properties += 1
                }
            }
        }
    }

    /// Returns the name of the type that a line declares or extends.
    private static func head(of code: Substring) -> (name: String, canStore: Bool)? {
        var words = code.split(separator: " ")
        while let word = words.first, isModifier(word) { words.removeFirst() }
        guard words.count > 1, let kind = words.first,
            ["struct", "class", "actor", "enum", "extension", "protocol"].contains(kind)
        else { return nil }
        let name = words[1].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        return (String(name), ["struct", "class", "actor"].contains(kind))
    }

    /// True if a line of a type's body declares a property that is stored in each value of it.
    private static func storesProperty(_ code: Substring, next: Substring) -> Bool {
        var words = code.split(separator: " ")
        while let word = words.first, isModifier(word) { words.removeFirst() }
        guard let kind = words.first, kind == "let" || kind == "var" else { return false }
        guard let brace = code.firstIndex(of: "{"), !code[..<brace].contains("=") else {
            return true
        }
        return next.contains("didSet") || next.contains("willSet") || code.contains("{ didSet")
            || code.contains("{ willSet")
    }

    /// True for an attribute or a modifier after which a stored property or a type may be declared.
    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@")
            || [
                "public", "package", "internal", "fileprivate", "private", "final", "indirect",
                "lazy", "weak", "unowned", "nonisolated", "distributed",
            ].contains(word.prefix { $0 != "(" })
    }
}
