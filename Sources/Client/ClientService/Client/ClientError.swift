/// Error with which the local service answers.
package struct ClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Reasons for which the service could not answer.
    package enum Code: Hashable, Sendable, CaseIterable {
        /// Nobody is signed in.
        case notSignedIn
        /// The user has no such account.
        case accountUnknown
        /// An entry in the local record was changed; the console fetches it again.
        case recordInDoubt
        /// The local record cannot be read.
        case recordUnavailable
        /// The outbox cannot be read or written.
        case outboxUnavailable
        /// There is no statement for that month.
        case statementUnknown
        /// The figures do not fit into 64 bits.
        case figuresOverflow
    }

    /// Reason of the error.
    package let code: Code

    /// Creates an error from its reason.
    package init(_ code: Code) {
        self.code = code
    }

    /// The sentence to show.
    package var description: String {
        switch code {
        case .notSignedIn: "Nobody is signed in."
        case .accountUnknown: "There is no such account."
        case .recordInDoubt:
            "A local entry is damaged. It is being fetched from the bank again."
        case .recordUnavailable: "The local record cannot be read."
        case .outboxUnavailable: "The outbox cannot be written, so nothing was sent."
        case .statementUnknown: "There is no statement for that month."
        case .figuresOverflow: "The figures are too large to be added up."
        }
    }
}
