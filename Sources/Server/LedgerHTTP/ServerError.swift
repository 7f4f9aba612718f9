import PrivatePaths

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
        /// This program may open no more files, and a listener is one.
        case tooManyFiles = "too-many-files"
        /// The path of the socket is too long, in no folder, or something else is there.
        case socketPathWrong = "socket-path-wrong"
        /// The address is none of this machine's.
        case addressNotLocal = "address-not-local"
        /// The name of the address could not be looked up.
        case addressUnknown = "address-unknown"
        /// Connections came in there, and nobody can come in any more.
        case listenerEnded = "listener-ended"
    }

    /// What went wrong.
    public let code: Code
    /// The file or the address that it is about.
    public let subject: String
    /// True if it is about a certificate or a key that the bank makes itself.
    private let isOwnPair: Bool

    init(_ code: Code, subject: String, isOwnPair: Bool = false) {
        self.code = code
        self.subject = subject
        self.isOwnPair = isOwnPair
    }

    /// What happened and what to do.
    public var description: String {
        switch code {
        case .certificateUnreadable:
            "There is no certificate in \(subject). Give the path of a PEM file that can be read."
                + renewal
        case .keyUnreadable:
            "There is no private key in \(subject). Give the path of a PEM file that can be read."
                + renewal
        case .keyMismatch:
            "The key in \(subject) is not that of the certificate. Give the pair that was made "
                + "together.\(renewal)"
        case .authorityUnreadable:
            "There is no certificate of an authority in \(subject). "
                + "Give the path of a PEM file that can be read; where no terminal has a certificate, "
                + "set tls.authority to \"\"."
        case .addressInUse:
            "Another program listens at \(subject). Stop it, or choose another place."
        case .addressRefused:
            "The system does not let this program listen at \(subject). Choose another place."
        case .tooManyFiles:
            "This program may open too few files to listen at \(subject). Let it open more: "
                + "`ulimit -n`, or LimitNOFILE= of its service."
        case .socketPathWrong:
            "There cannot be a socket at \(subject): the path is too long, its folder is not there, "
                + "or something else has the name. Choose another path in listen.socket."
        case .addressNotLocal:
            HostFault.notLocal.words(about: subject)
        case .addressUnknown:
            HostFault.notFound("no such name now").words(about: subject)
        case .listenerEnded:
            "Nobody can connect at \(subject) any more: the system closed it, and so the server has "
                + "stopped. Start it again."
        }
    }

    /// The end of a sentence about the bank's own; nothing for what somebody else makes.
    private var renewal: String {
        isOwnPair ? " The bank's own is made anew by `counterfoild keys rotate --tls`." : ""
    }

    /// Errors are the same when their codes are; the subject is for people.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
