extension Toast.Kind {
    /// Mark for the kind of message.
    var symbol: Symbol {
        switch self {
        case .information: .information
        case .success: .success
        case .warning: .warning
        case .error: .error
        }
    }

    /// Role of a message and of its row.
    var role: StyleRole {
        switch self {
        case .information: .toastInfo
        case .success: .toastOk
        case .warning: .toastWarning
        case .error: .toastError
        }
    }
}
