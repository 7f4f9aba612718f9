/// How much room there is, and what follows from it.
public enum SizeClass: Equatable, Sendable {
    /// Too small for a screen: a message stands there instead.
    case tooSmall
    /// From 60x16: one column, short labels.
    case narrow
    /// From 80 columns: what screens are designed for.
    case standard
    /// From 120 columns: a second column where the screen has one.
    case wide

    /// The smallest size that shows a screen.
    public static let minimum = Size(width: 60, height: 16)
    /// The columns that screens are designed for.
    public static let designWidth = 80
    /// The columns from which a second column is drawn.
    public static let wideWidth = 120

    /// The class of a size.
    public init(_ size: Size) {
        if size.width < Self.minimum.width || size.height < Self.minimum.height {
            self = .tooSmall
        } else if size.width < Self.designWidth {
            self = .narrow
        } else if size.width < Self.wideWidth {
            self = .standard
        } else {
            self = .wide
        }
    }
}
