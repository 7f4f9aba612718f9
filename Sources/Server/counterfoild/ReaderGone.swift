/// Error that ends a command early, because nobody reads standard output any more.
///
/// This happens after `| head`, for example. The command stops without a failure.
struct ReaderGone: Error {
    /// Throws the error if nobody reads standard output any more.
    static func check(_ isRead: Bool) throws(ReaderGone) {
        guard isRead else { throw ReaderGone() }
    }
}
