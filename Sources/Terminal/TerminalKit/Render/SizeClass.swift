/// Class of a terminal size, which decides how screens are laid out.
package enum SizeClass: Equatable, Sendable {
    /// Too small for a screen, which a message replaces.
    case tooSmall
    /// At least 60x16: one column, short labels.
    case narrow
    /// At least 80 columns, the width that screens are designed for.
    case standard
    /// At least 120 columns, with a second column if the screen has one.
    case wide

    /// The smallest size at which a screen is drawn.
    package static let minimum = Size(width: 60, height: 16)
    /// Width that screens are designed for, in columns.
    package static let designWidth = 80
    /// Width from which a second column is drawn, in columns.
    package static let wideWidth = 120

    /// Creates the class of a size.
    package init(_ size: Size) {
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
