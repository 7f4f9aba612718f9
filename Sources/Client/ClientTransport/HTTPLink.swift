public import ClientService
public import SyncCore
import CoreVocabulary
import WireProtocol

/// The line to the bank over HTTP: libcurl on a thread of its own.
///
/// What was sent and what was not is told exactly: ``LinkError/notSent(_:)`` stands only where the
/// request was never handed to a connection. curl by itself sends a request again when a connection
/// that it kept turns out to be dead, even though the bank may have read it; here only a request
/// that changes nothing the second time is. A transfer would survive a second copy, for the bank
/// knows its key; a sign-in would not, for its code is spent by the first. So a sign-in has a new
/// connection, which can begin no other way than alive, and no connection is used again for longer
/// than the bank keeps it.
public final class HTTPLink: BankLink {
    private let loop = TransferLoop()
    private let settings: HTTPLinkSettings

    /// Makes a line, on which nothing is sent before it is asked for; it ends what is under way
    /// when nobody holds it or one of its streams any more.
    public init(_ settings: HTTPLinkSettings) {
        self.settings = settings
    }

    /// Loads libcurl, if nobody has yet; a line does so by itself.
    ///
    /// - Returns: Whether it is there; without it no request is ever sent.
    public static func loadLibrary() -> Bool {
        CurlLibrary.shared != nil
    }

    /// Sends the bytes of a request and waits for those of the reply.
    ///
    /// A problem is given back as the bytes of its ``Reply``. When the task is cancelled the
    /// transfer is aborted at once.
    public func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        // A request that is longer than any bank reads is not sent.
        guard let envelope = try? RequestEnvelope(encoded: request) else {
            throw .notSent(.requestRefused)
        }
        var limits = settings.limits
        if case .feed(let feed) = envelope.request {
            limits.replyMilliseconds += feed.waitMilliseconds
        }
        let outgoing = OutgoingRequest(
            envelope,
            line: settings.line,
            userAgent: settings.userAgent,
            limits: limits
        )
        return try ReceivedAnswer.reply(await loop.run(outgoing).get())
    }

    /// Opens a stream on a connection of its own, so that a slow reader holds nothing else up.
    ///
    /// - Returns: The events; nil when the bank opens no stream, for then it says why to whoever
    ///   asks for news with a wait.
    public func stream(
        token: [UInt8],
        after cursor: Cursor?
    ) async throws(LinkError) -> LinkStream? {
        let outgoing = OutgoingRequest(
            streamAfter: cursor,
            token: token,
            line: settings.line,
            userAgent: settings.userAgent,
            limits: settings.limits
        )
        guard let reader = try await loop.open(outgoing).get() else { return nil }
        return LinkStream { try await reader.next() }
    }
}
