/// Text representations of frames for tests and for reading.
extension Frame {
    /// The characters, one line per row, without trailing spaces.
    package var textPlane: String {
        lines { cell, line in
            for scalar in cell.scalars { line.append(contentsOf: Unicode.UTF8.bytes(of: scalar)) }
        }
    }

    /// The roles, one letter per cell and a space for a blank one, with a legend below.
    ///
    /// Letters are assigned in the order in which the roles appear. They stand for meanings and not
    /// for colours, so a plane is the same in every theme.
    package var rolePlane: String {
        plane { $0.base == " " && $0.width == 1 ? nil : $0.role }
    }

    /// The grounds, one letter per cell and a space for the background, with a legend below.
    package var groundPlane: String {
        plane { $0.ground == .background ? nil : $0.ground }
    }

    private func plane(_ role: (Cell) -> StyleRole?) -> String {
        var roles: [StyleRole] = []
        let plane = lines { cell, line in
            guard let role = role(cell) else { return line.append(Self.blank) }
            let known = roles.firstIndex(of: role)
            if known == nil { roles.append(role) }
            line.append(contentsOf: Unicode.UTF8.bytes(of: Self.letter(known ?? roles.count - 1)))
        }
        let legend = roles.enumerated().map { index, role in
            "\(Self.letter(index)) \(role.name)"
        }
        return ([plane, ""] + legend).joined(separator: "\n")
    }

    /// Returns the rows as text, built from the bytes that each cell adds to its line.
    private func lines(_ add: (Cell, inout [UInt8]) -> Void) -> String {
        (0..<size.height).map { y in
            var line: [UInt8] = []
            line.reserveCapacity(2 * size.width)
            for cell in row(y) { add(cell, &line) }
            while line.last == Self.blank { line.removeLast() }
            return String(decoding: line, as: UTF8.self)
        }
        .joined(separator: "\n")
    }

    private static let blank = UInt8(ascii: " ")

    private static func letter(_ index: Int) -> Unicode.Scalar {
        let letters = Array(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".unicodeScalars
        )
        return index < letters.count ? letters[index] : "?"
    }
}

extension Unicode.UTF8 {
    /// Returns the UTF-8 bytes of a scalar, at most four.
    fileprivate static func bytes(of scalar: Unicode.Scalar) -> Unicode.UTF8.EncodedScalar {
        // Every scalar can be encoded.
        encode(scalar) ?? encodedReplacementCharacter
    }
}
