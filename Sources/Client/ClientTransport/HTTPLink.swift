package import ClientService
package import SyncCore
import WireProtocol

/// HTTP link to the bank: libcurl on its own thread.
///
/// The link reports exactly whether a request was sent: it throws ``LinkError/notSent(_:)`` only if
/// the request was never handed to a connection. By default curl resends a request if a reused
/// connection turns out to be dead, even though the bank may have read it. Here it may do so only
/// with a request that changes nothing the second time. A transfer could safely be sent twice,
/// because the bank knows its key. A sign-in could not, because the first copy spends its code. So
/// a sign-in always uses a new connection, and no connection is reused after the time for which the
/// bank keeps it open.
package final class HTTPLink: BankLink {
    private let loop = TransferLoop()
    private let settings: HTTPLinkSettings

    /// Creates a link; nothing is sent before the first request.
    ///
    /// When the link and all its streams are released, requests under way are aborted.
    package init(_ settings: HTTPLinkSettings) {
        self.settings = settings
    }

    /// Loads libcurl if it is not loaded yet; a link also does so itself.
    ///
    /// - Returns: True if it is available; without it no request is ever sent.
    package static func loadLibrary() -> Bool {
        CurlLibrary.shared != nil
    }

    /// Sends the bytes of a request and waits for the bytes of the reply.
    ///
    /// A problem is returned as the bytes of its ``Reply``. If the task is cancelled, the transfer
    /// is aborted at once.
    package func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        // A request longer than any bank reads is not sent.
        guard let envelope = try? RequestEnvelope(encoded: request) else {
            throw .notSent(.requestRefused)
        }
        var settings = settings
        if case .feed(let feed) = envelope.request {
            settings.limits.replyMilliseconds += feed.waitMilliseconds
        }
        return try await loop.run(OutgoingRequest(envelope, settings)).get().reply()
    }

    /// Opens a stream on its own connection, so that a slow reader delays nothing else.
    ///
    /// - Returns: The events; nil if the bank opens no stream. It then tells the reason to a
    ///   request for news with a wait.
    package func stream(
        token: [UInt8],
        after cursor: Cursor?
    ) async throws(LinkError) -> LinkStream? {
        let outgoing = OutgoingRequest(streamAfter: cursor, token: token, settings)
        guard let reader = try await loop.open(outgoing).get() else { return nil }
        return LinkStream { try await reader.next() }
    }
}
