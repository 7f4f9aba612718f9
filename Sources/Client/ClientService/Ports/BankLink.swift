public import SyncCore
public import WireProtocol

/// Why a request got no answer.
public enum LinkError: Error, Equatable, Sendable {
    /// It was not sent: the bank has certainly not seen it.
    case notSent(LinkCause)
    /// It was sent, and no answer came: the bank may have acted on it.
    case noReply(LinkCause)

    /// What the matter was.
    public var cause: LinkCause {
        switch self {
        case .notSent(let cause), .noReply(let cause): cause
        }
    }
}

/// What was the matter with the line or at its other end; the console has a sentence for each.
public enum LinkCause: String, Hashable, Sendable, CaseIterable {
    /// The line is down, and no more is known.
    case lineDown
    /// The name of the bank's host has no address.
    case hostUnknown
    /// Nobody listens at the address.
    case connectionRefused
    /// Nobody answered in time.
    case timedOut
    /// Whoever answered does not speak TLS.
    case notTLS
    /// The certificate was not signed by the authority that this console trusts.
    case certificateUntrusted
    /// The certificate's time is over.
    case certificateExpired
    /// The certificate's time has not come; this machine's clock may be wrong.
    case certificateNotYetValid
    /// The certificate is for another host.
    case hostNameWrong
    /// The bank wants a certificate of this terminal, and got none that it takes.
    case terminalCertificateRefused
    /// TLS failed in another way.
    case tlsFailed
    /// A user of this machine listens at the bank's socket who is not known to be the bank's.
    case socketUntrusted
    /// The proxy cannot be reached or refused.
    case proxyFailed
    /// What came is no answer of a bank.
    case answerUnreadable
    /// The bank answered that it does not serve this console right now.
    case bankBusy
    /// The bank answered that something failed there.
    case bankFailed
    /// What this console asks is nothing that the bank takes.
    case requestRefused

    /// True if it was told by the bank, which can be reached then.
    public var isToldByBank: Bool {
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
    /// What it means for the line that the bank did not do what it was asked.
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

/// The line to the bank.
public protocol BankLink: Sendable {
    /// Sends the bytes of a request and waits for those of the reply.
    ///
    /// Returns or throws soon after its task is cancelled: whoever gave up waiting goes on then.
    ///
    /// - Parameter request: The bytes of a request.
    /// - Returns: The bytes of the reply.
    /// - Throws: ``LinkError``, which says whether the bank can have seen the request.
    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8]

    /// Opens a stream of what happens after a cursor.
    ///
    /// Whoever stops reading it, or is cancelled, closes it. A line without streams returns nil;
    /// then news is asked for with a wait.
    ///
    /// - Parameters:
    ///   - token: The access token.
    ///   - cursor: Where the record stands; nil for the beginning of the feed.
    /// - Returns: The events as they come; it ends when the line does, with its ``LinkError``.
    /// - Throws: ``LinkError`` when the stream cannot be opened.
    func stream(
        token: [UInt8],
        after cursor: Cursor?
    ) async throws(LinkError) -> LinkStream?
}

/// The events of a stream, each before anybody has to ask for it.
public typealias LinkStream = AsyncThrowingStream<StreamEvent, any Error>

extension BankLink {
    /// Has no streams.
    public func stream(
        token: [UInt8],
        after cursor: Cursor?
    ) async throws(LinkError) -> LinkStream? { nil }
}
