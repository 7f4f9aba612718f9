/// Result of passing a key to a widget.
package enum WidgetOutcome: Equatable, Sendable {
    /// The key has no meaning here; another handler may use it.
    case ignored
    /// The key was handled.
    case handled
    /// The key was handled and refused, for the given reason.
    case refused(SafeText)
}
