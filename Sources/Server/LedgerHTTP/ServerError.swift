import LocalFiles

/// The reason why the server cannot start, cannot continue, or cannot reload its certificates.
package struct ServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A kind of failure.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The certificate file is missing or contains no certificate.
        case certificateUnreadable = "certificate-unreadable"
        /// The key file is missing or contains no private key.
        case keyUnreadable = "key-unreadable"
        /// The key does not match the certificate.
        case keyMismatch = "key-mismatch"
        /// The authority's file is missing or contains no certificate.
        case authorityUnreadable = "authority-unreadable"
        /// Another program listens at the address.
        case addressInUse = "address-in-use"
        /// The system does not permit this program to listen at the address.
        case addressRefused = "address-refused"
        /// This process has too many open files to create a listener.
        case tooManyFiles = "too-many-files"
        /// The socket's path is too long, its folder does not exist, or another file is there.
        case socketPathWrong = "socket-path-wrong"
        /// The address does not belong to this machine.
        case addressNotLocal = "address-not-local"
        /// The name of the address could not be resolved.
        case addressUnknown = "address-unknown"
        /// A listener was closed while the server was running.
        case listenerEnded = "listener-ended"
    }

    /// The kind of failure.
    package let code: Code
    /// The file or address in question.
    package let subject: String
    /// True if it concerns a certificate or key that the bank makes itself.
    private let isOwnPair: Bool

    init(_ code: Code, subject: String, isOwnPair: Bool = false) {
        self.code = code
        self.subject = subject
        self.isOwnPair = isOwnPair
    }

    /// The failure and advice, as a sentence.
    package var description: String {
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

    /// The end of a sentence about the bank's own pair; empty for any other.
    private var renewal: String {
        isOwnPair ? " The bank's own is made anew by `counterfoild keys rotate --tls`." : ""
    }

    /// Compares the codes alone, because the subject is for people.
    package static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
