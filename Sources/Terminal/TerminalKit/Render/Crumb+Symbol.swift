extension Crumb.State {
    /// Mark for the state of a step.
    var symbol: Symbol {
        switch self {
        case .done: .crumbDone
        case .current: .crumbCurrent
        case .ahead: .crumbAhead
        }
    }
}
