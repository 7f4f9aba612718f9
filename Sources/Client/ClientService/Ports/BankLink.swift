package import SyncCore
package import WireProtocol

/// Error for a request without an answer.
package enum LinkError: Error, Equatable, Sendable {
    /// The request was not sent: the bank has certainly not seen it.
    case notSent(LinkCause)
    /// The request was sent without an answer: the bank may have acted on it.
    case noReply(LinkCause)

    /// Cause of the failure.
    package var cause: LinkCause {
        switch self {
        case .notSent(let cause), .noReply(let cause): cause
        }
    }
}

/// Cause of a failure of the link or the bank; the console has a sentence for each.
package enum LinkCause: String, Hashable, Sendable, CaseIterable {
    /// The link is down, for an unknown cause.
    case lineDown
    /// The name of the bank's host has no address.
    case hostUnknown
    /// Nobody listens at the address.
    case connectionRefused
    /// The peer did not answer in time.
    case timedOut
    /// The peer does not speak TLS.
    case notTLS
    /// The certificate was not signed by the authority that this console trusts.
    case certificateUntrusted
    /// The certificate has expired.
    case certificateExpired
    /// The certificate is not valid yet; this machine's clock may be wrong.
    case certificateNotYetValid
    /// The certificate is for another host.
    case hostNameWrong
    /// The bank requires a certificate of this terminal and got none that it accepts.
    case terminalCertificateRefused
    /// TLS failed in another way.
    case tlsFailed
    /// The user who listens on the bank's socket is not known to be the bank's.
    case socketUntrusted
    /// The proxy cannot be reached or refused.
    case proxyFailed
    /// The answer is not one of a bank.
    case answerUnreadable
    /// The bank answered that it does not serve this console right now.
    case bankBusy
    /// The bank answered that it failed internally.
    case bankFailed
    /// The bank does not accept this console's request.
    case requestRefused

    /// True if the bank itself reported it, so that it can be reached.
    package var isToldByBank: Bool {
        switch self {
        case .bankBusy, .bankFailed, .requestRefused: true
        case .lineDown, .hostUnknown, .connectionRefused, .timedOut, .notTLS,
            .certificateUntrusted, .certificateExpired, .certificateNotYetValid, .hostNameWrong,
            .terminalCertificateRefused, .tlsFailed, .socketUntrusted, .proxyFailed,
            .answerUnreadable:
            false
        }
    }
}

extension LinkCause {
    /// Creates the cause for a problem that the bank answered with.
    init(_ code: Problem.Code) {
        self =
            switch code {
            case .busy, .slowDown, .tooManyTries: .bankBusy
            case .internalFailure: .bankFailed
            case .terminalUnknown: .terminalCertificateRefused
            case .signInRefused, .sessionEnded, .tokenExpired, .wipe, .notFound, .cursorInvalid,
                .upgradeNeeded, .notAllowed, .malformed:
                .requestRefused
            }
    }
}

/// The link to the bank, as a port.
package protocol BankLink: Sendable {
    /// Sends the bytes of a request and waits for the bytes of the reply.
    ///
    /// It returns or throws soon after its task is cancelled, so that the caller can continue. The
    /// error says whether the bank can have seen the request.
    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8]

    /// Opens a stream of the changes after a cursor; nil stands for the beginning of the feed.
    ///
    /// The reader closes the stream by no longer reading it or by cancelling its task. The stream ends
    /// with the connection, with its ``LinkError``. A link without streams returns nil, and news is
    /// then requested with a wait.
    func stream(token: [UInt8], after cursor: Cursor?) async throws(LinkError) -> LinkStream?
}

/// The events of a stream, delivered as they arrive.
package typealias LinkStream = AsyncThrowingStream<StreamEvent, any Error>

extension BankLink {
    /// Default implementation for a link without streams.
    package func stream(
        token: [UInt8],
        after cursor: Cursor?
    ) async throws(LinkError) -> LinkStream? { nil }
}
