/// Keys pressed one after another to run a command, such as `t`, `Ctrl-L` or `g a`.
package struct KeySequence: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The sequence as written in the code and on the screen.
    package let text: String
    /// The keys; empty if ``text`` is invalid, which ``CommandTable/problems`` reports.
    package let keys: [Key]

    /// Parses key names separated by spaces, each as in ``Key/init(name:)``.
    package init(_ text: String) {
        self.text = text
        let names = text.split(separator: " ")
        let read = names.compactMap { Key(name: String($0)) }
        keys = read.count == names.count ? read : []
    }

    /// Parses a sequence from a string literal.
    package init(stringLiteral text: String) {
        self.init(text)
    }

    /// The sequence as it is printed beside a command.
    package var label: SafeText {
        SafeText(trusted: keys.map(\.name).joined(separator: " "))
    }

    /// True if it names a key that a terminal sends as another one, such as Ctrl-I for Tab.
    var namesAlias: Bool {
        zip(text.split(separator: " "), keys).contains { name, key in
            guard name.count > 1, name.lowercased().hasPrefix("ctrl-") else { return false }
            if case .control = key.bare { return false }
            return !key.modifiers.contains(.control)
        }
    }
}
