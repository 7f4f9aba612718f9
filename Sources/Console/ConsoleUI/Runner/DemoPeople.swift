package import Cryptography

/// Credentials of a demo's users, who have no real authenticators.
package protocol DemoPeople: Sendable {
    /// Returns the current credentials of a user; nil if there is no such user.
    ///
    /// A code is returned until it is sent, and not after that, since the bank accepts each only
    /// once.
    func credentials(of user: String) async -> DemoCredentials?

    /// Records that a code is sent by a user who signs in, or by the one who signed in last if nil.
    func codeWasSent(by user: String?) async

    /// Waits until the demo's bank is ready.
    ///
    /// Before that, a code would only age and a request only time out.
    func waitForBank() async
}

/// Credentials of a demo's user, for signing in, unlocking or authorising.
package struct DemoCredentials: Sendable {
    /// User name for signing in.
    package let user: String
    /// Password of the user.
    package let password: SharedSecret
    /// One-time code; nil if the authenticator shows none that is unsent.
    package let code: SharedSecret?
    /// Seconds until the next code; 0 if there is a code.
    package let waitSeconds: Int64

    /// Creates credentials from their parts.
    package init(user: String, password: SharedSecret, code: SharedSecret?, waitSeconds: Int64) {
        self.user = user
        self.password = password
        self.code = code
        self.waitSeconds = waitSeconds
    }
}
