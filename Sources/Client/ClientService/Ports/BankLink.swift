/// Why a request got no answer.
public enum LinkError: Error, Equatable, Sendable {
    /// It was not sent: the bank has certainly not seen it.
    case notSent
    /// It was sent, and no answer came: the bank may have acted on it.
    case noReply
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
}
