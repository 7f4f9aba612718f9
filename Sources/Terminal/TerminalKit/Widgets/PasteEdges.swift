/// The edges of what is pasted: line ends, tabs and spaces come with what is copied from a page or a
/// message, and nobody means them.
enum PasteEdges {
    /// A paste without its edges; it is lent and not copied, since it may be a secret.
    ///
    /// - Parameters:
    ///   - text: The paste.
    ///   - keepsSpaces: True for a secret, which may begin or end with a space.
    /// - Returns: What is left; nothing where there is nothing else.
    static func trimmed<Text: StringProtocol>(
        _ text: Text,
        keepsSpaces: Bool = false
    ) -> Text.UnicodeScalarView.SubSequence {
        func isEdge(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "\t", "\n", "\r": true
            case " ": !keepsSpaces
            default: false
            }
        }
        var scalars = text.unicodeScalars.drop(while: isEdge)
        while let last = scalars.last, isEdge(last) { scalars.removeLast() }
        return scalars
    }
}
