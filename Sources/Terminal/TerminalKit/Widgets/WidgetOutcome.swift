/// What a widget did with a key.
public enum WidgetOutcome: Equatable, Sendable {
    /// The key means nothing here; somebody else may take it.
    case ignored
    /// The key was taken.
    case handled
    /// The key was taken and refused, for the reason given.
    case refused(SafeText)
    /// The button with this id was pressed.
    case pressed(String)
}
