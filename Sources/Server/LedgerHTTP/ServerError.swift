/// Why the server cannot be started or go on, or its certificates not be read again.
public struct ServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The certificate file is missing, or holds no certificate.
        case certificateUnreadable = "certificate-unreadable"
        /// The key file is missing, or holds no private key.
        case keyUnreadable = "key-unreadable"
        /// The key is not that of the certificate.
        case keyMismatch = "key-mismatch"
        /// The file of the authority is missing, or holds no certificate.
        case authorityUnreadable = "authority-unreadable"
        /// Another program listens there.
        case addressInUse = "address-in-use"
        /// The system does not let this program listen there.
        case addressRefused = "address-refused"
        /// Connections came in there, and nobody can come in any more.
        case listenerEnded = "listener-ended"
    }

    /// What went wrong.
    public let code: Code
    /// The file or the address that it is about.
    public let subject: String

    init(_ code: Code, subject: String) {
        self.code = code
        self.subject = subject
    }

    /// What happened and what to do.
    public var description: String {
        switch code {
        case .certificateUnreadable:
            "There is no certificate in \(subject). Give the path of a PEM file that can be read."
        case .keyUnreadable:
            "There is no private key in \(subject). Give the path of a PEM file that can be read."
        case .keyMismatch:
            "The key in \(subject) is not that of the certificate. Give the pair that was made together."
        case .authorityUnreadable:
            "There is no certificate of an authority in \(subject). "
                + "Give the path of a PEM file that can be read, or leave the setting out."
        case .addressInUse:
            "Another program listens at \(subject). Stop it, or choose another place."
        case .addressRefused:
            "The system does not let this program listen at \(subject). Choose another place."
        case .listenerEnded:
            "Nobody can connect at \(subject) any more: the system closed it, and so the server has "
                + "stopped. Start it again."
        }
    }

    /// Errors are the same when their codes are; the subject is for people.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
