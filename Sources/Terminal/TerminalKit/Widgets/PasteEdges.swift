/// Trimming of pasted text.
///
/// Line ends, tabs and spaces often come along with text copied from a page or a message.
enum PasteEdges {
    /// Returns pasted text without its edges; a secret keeps its spaces.
    ///
    /// The result is a slice and not a copy, since the text may be a secret.
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
