/// What tests and people compare frames by.
extension Frame {
    /// The characters, one line for each row, without the spaces at the ends.
    public var textPlane: String {
        lines { $0.scalars }
    }

    /// The roles, one letter for each cell, and a legend below; a blank cell is a space.
    ///
    /// Letters are given in the order in which the roles appear. They name meanings and not
    /// colours, so a plane is the same in every theme.
    public var rolePlane: String {
        plane { $0.base == " " && $0.width == 1 ? nil : $0.role }
    }

    /// The grounds, one letter for each cell, and a legend below; the background is a space.
    public var groundPlane: String {
        plane { $0.ground == .background ? nil : $0.ground }
    }

    private func plane(_ role: (Cell) -> Role?) -> String {
        var roles: [Role] = []
        let plane = lines { cell in
            guard let role = role(cell) else { return [" "] }
            let known = roles.firstIndex(of: role)
            if known == nil { roles.append(role) }
            return [Self.letter(known ?? roles.count - 1)]
        }
        let legend = roles.enumerated().map { index, role in
            "\(Self.letter(index)) \(role.name)"
        }
        return ([plane, ""] + legend).joined(separator: "\n")
    }

    private func lines(_ scalars: (Cell) -> [Unicode.Scalar]) -> String {
        (0..<size.height).map { y in
            var line = String.UnicodeScalarView()
            for cell in row(y) { line.append(contentsOf: scalars(cell)) }
            while line.last == " " { line.removeLast() }
            return String(line)
        }
        .joined(separator: "\n")
    }

    private static func letter(_ index: Int) -> Unicode.Scalar {
        let letters = Array(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".unicodeScalars
        )
        return index < letters.count ? letters[index] : "?"
    }
}
