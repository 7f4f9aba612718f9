import IdentityCore
import WireProtocol

extension Problem {
    /// The longest pause that this console accepts from the bank, in seconds.
    ///
    /// It is the longest that the bank has anybody wait after wrong passwords. A figure beyond it is
    /// a mistake, and would keep the console from a bank that may long be there again.
    static let pauseLimitSeconds = SignInGuard.longestDelaySeconds

    /// The pause that the bank asks for, up to the limit, in seconds; 0 for none.
    var pauseSeconds: Int64 { min(max(0, retryAfterSeconds ?? 0), Self.pauseLimitSeconds) }
}
